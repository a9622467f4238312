/** Entries of a list or object, as many as fit into a number of bytes. */
export class Entries {
  json = '';
  omitted = 0;
  #room: number;

  constructor(bytes: number) {
    this.#room = bytes;
  }

  /** @returns false, and counts the entry as omitted, when it has no room */
  add(entry: string): boolean {
    const size = Buffer.byteLength(entry) + 1;
    if (size > this.#room) {
      this.omitted++;
      return false;
    }
    this.#room -= size;
    this.json += this.json === '' ? entry : `,${entry}`;
    return true;
  }
}
