import type { Address, Client } from '../core/index.js';

/**
 * Who is being judged, as numbers. One object serves every check, because a check is synchronous and the words of an
 * address above 2^31 would each be an allocation if they were passed as arguments.
 */
export class Caller {
  family: 4 | 6 = 4;
  /** Four words, most significant first. */
  readonly words = new Uint32Array(4);
  country: string | null = null;
  asn: number | null = null;

  setClient(client: Client): this {
    this.setAddress(client.address);
    this.country = client.country;
    this.asn = client.asn ?? null;
    return this;
  }

  setAddress(address: Address): this {
    this.family = address.family;
    const { words } = this;
    words[0] = address.a;
    words[1] = address.b;
    words[2] = address.c;
    words[3] = address.d;
    return this;
  }

  get address(): Address {
    const [a, b, c, d] = this.words;
    return { family: this.family, a, b, c, d };
  }
}
