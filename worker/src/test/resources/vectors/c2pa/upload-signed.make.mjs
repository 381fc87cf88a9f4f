// upload-signed.make.mjs: signs a picture, a sound and a film with the library of the Content Authenticity Initiative.
// npm install --ignore-scripts @contentauth/c2pa-node@0.5.5, then: node upload-signed.make.mjs, in a folder with plain.jpg, plain.png …
// (FFmpeg's testsrc2 and sine), key.pem and chain.pem (a signer's, issued by upload-root.cert.pem).
import { readFileSync } from 'node:fs';
import { Builder, LocalSigner } from '@contentauth/c2pa-node';

const types = {
  jpg: 'image/jpeg', png: 'image/png', webp: 'image/webp', wav: 'audio/wav', avi: 'video/avi', mp3: 'audio/mpeg', flac: 'audio/flac',
};
const signer = LocalSigner.newSigner(readFileSync('chain.pem'), readFileSync('key.pem'), 'es256');
for (const [extension, format] of Object.entries(types)) {
  const builder = Builder.withJson(
    { title: `upload.${extension}`, format, claim_generator_info: [{ name: 'patchwork-tests', version: '1' }], assertions: [] },
    { builder: { thumbnail: { enabled: false } }, verify: { verify_after_sign: false } },
  );
  builder.setIntent({ create: 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture' });
  if (extension === 'jpg') {
    builder.addAssertion('org.patchwork.filler', { text: 'several segments '.repeat(8000) });
  }
  builder.sign(signer, { path: `plain.${extension}` }, { path: `upload-signed.${extension}` });
}
