const PUBLIC_OR_ENCRYPTED = [
  // Certificates, public keys and those of hosts; the same in base64, as in a caBundle
  /-----BEGIN (CERTIFICATE(?: REQUEST)?|TRUSTED CERTIFICATE|X509 CRL|(?:RSA |EC )?PUBLIC KEY)-----(?:[\w+/=\s]|\\[nr])*-----END \1-----/g,
  /LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[\w+/=]*/g,
  /\b(?:ssh-\w+|ecdsa-sha2-nistp\d+|sk-[\w-]+@openssh\.com)[ \t]+AAAA[\w+/]+={0,2}/g,
  // Of a Go module
  /\bh1:[\w+/]{43}=/g,
  // Of a badge, which shows it to every reader
  /\/badge\.svg\?token=\w{6,16}\b/g,
  // With which each XMP packet begins, as Adobe writes them into images and documents
  /\bW5M0MpCehiHzreSzNTczkc9d\b/g,
  // An image or a font within a text
  /\bdata:(?:image|font|audio|video|application\/(?:x-)?font)[\w/+.;=-]*;base64,[\w+/=]+/g,
  // By SOPS, age and PGP, and by the controller of SealedSecrets
  /\bENC\[AES256_GCM,data:[\w+/=]*,iv:[\w+/=]+,tag:[\w+/=]+,type:\w+\]/g,
  /-----BEGIN (AGE ENCRYPTED FILE|PGP MESSAGE)-----(?:[\w+/=\s.:()]|\\[nr])*-----END \1-----/g,
  /\bAg[A-D][\w+/]{250,}={0,2}/g,
];

/**
 * A text without what is public or encrypted, which is as random as keys are, and without zeros:
 * UTF-16 has one in each letter, and binary files have texts between them. Its lines stay the same.
 */
export function readable(text: string): { text: string; isBinary: boolean } {
  const isWide = isUtf16(text);
  return {
    text: PUBLIC_OR_ENCRYPTED.reduce(
      (rest, one) => rest.replace(one, found => found.replace(/\S/g, 'x')),
      text.replaceAll('\0', isWide ? '' : ' '),
    ),
    isBinary: !isWide && text.includes('\0'),
  };
}

/** Nearly all of its zeros are in even places, or in odd ones. */
function isUtf16(text: string): boolean {
  const zeros = [0, 0];
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1))
    zeros[at % 2] += 1;
  return (
    Math.max(...zeros) > text.length / 3 &&
    Math.min(...zeros) < Math.max(...zeros) / 10
  );
}
