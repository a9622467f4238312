/** Decodes the shifted parts of UTF-7 (RFC 2152) that spell nothing but ASCII: a plus, Base64 of UTF-16, a minus. */
export function decodeUtf7(text: string): string {
  return text.replace(/\+(A[A-H][A-Za-z0-9+/]{1,400})-?/g, (written, shifted: string) => {
    const units = Buffer.from(shifted, 'base64');
    let decoded = '';
    for (let at = 0; at + 1 < units.length; at += 2) {
      if (units[at] !== 0 || units[at + 1] > 0x7e) return written;
      decoded += String.fromCharCode(units[at + 1]);
    }
    return decoded === '' ? written : decoded;
  });
}
