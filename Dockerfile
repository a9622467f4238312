# Sekisho in a container.
#
#   docker build -t sekisho .
#   docker run --read-only --tmpfs /tmp -p 80:80 -p 443:443 -p 127.0.0.1:9145:9145 \
#     -v /etc/sekisho:/etc/sekisho:ro sekisho
#
# /etc/sekisho holds sekisho.yaml and what it names (lists, pages, certificates, rules of your own); start from
# /app/examples/sekisho.yaml. Access log and messages go to standard output; mount a volume that uid 1000 may write where
# an audit file is to go. `listen.admin: 0.0.0.0:9145` lets Prometheus outside the container read /metrics: publish that
# port to a management network only. `docker kill --signal HUP` reloads.
#
# The process is not root. Docker lets it listen on 80 and 443 (net.ipv4.ip_unprivileged_port_start is 0 in containers);
# where a runtime does not, give it --sysctl net.ipv4.ip_unprivileged_port_start=0 or other ports.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY scripts/ scripts/
RUN scripts/install-packages.sh build
COPY package.json package-lock.json ./
RUN scripts/install-dependencies.sh
COPY tsconfig.json tsconfig.build.json ./
COPY src/ src/
RUN scripts/build.sh
RUN scripts/prune.sh

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/node_modules/ node_modules/
COPY --from=build /app/dist/ dist/
COPY rules/ rules/
COPY geoip/ geoip/
COPY examples/ examples/
COPY package.json sekisho.schema.json LICENSE ./
COPY scripts/healthcheck.mjs scripts/
USER node
EXPOSE 80 443 9145
STOPSIGNAL SIGTERM
# Another admin address than the default one: --env SEKISHO_HEALTH_URL=http://127.0.0.1:PORT/healthz
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "/app/scripts/healthcheck.mjs"]
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["run", "--config", "/etc/sekisho/sekisho.yaml"]
