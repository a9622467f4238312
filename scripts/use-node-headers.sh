# shellcheck shell=bash
# To be sourced: has addons compiled against the headers that lie beside the `node` in PATH, where there are any, so that
# nothing has to be downloaded for it and the headers are those of the very version that will load the addon.
node_prefix=$(node -p 'require("node:path").resolve(process.execPath, "../..")')
if [ -f "$node_prefix/include/node/node.h" ]; then
  export npm_config_nodedir=$node_prefix
fi
# Compiled from the source that the lockfile vouches for, not downloaded as a binary that nothing vouches for.
export RE2_DOWNLOAD_FORCE_BUILD=1
