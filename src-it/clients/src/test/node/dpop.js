// SPDX-License-Identifier: Apache-2.0
// A client with the package dpop. It remembers the last nonce, and leaves it to the test to send a request again.
import * as DPoP from 'dpop';
import { input, report } from './exchange.js';

const { algorithm, tokenEndpoint, requests } = input;
const key = await DPoP.generateKeyPair(algorithm);
const stranger = await DPoP.generateKeyPair(algorithm);
const token = await newToken();

let lastNonce;
let proof;
const answers = [];
for (const request of requests) {
  answers.push(await send(request));
}
report({ thumbprint: await DPoP.calculateThumbprint(key.publicKey), answers });

async function newToken() {
  const answer = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { DPoP: await DPoP.generateProof(key, tokenEndpoint, 'POST') },
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'client-1' }),
  });
  return (await answer.json()).access_token;
}

async function send({ method, url, body, signer, nonce = lastNonce, proofOfLast }) {
  const { origin, pathname } = new URL(url);
  const signingKey = signer === 'stranger' ? stranger : key;
  if (!proofOfLast) {
    proof = await DPoP.generateProof(signingKey, origin + pathname, method, nonce, token);
  }
  const headers = { Authorization: `DPoP ${token}`, DPoP: proof };
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  const answer = await fetch(url, { method, headers, body });
  lastNonce = answer.headers.get('DPoP-Nonce') ?? lastNonce;
  return {
    status: answer.status,
    challenge: answer.headers.get('WWW-Authenticate'),
    nonce: answer.headers.get('DPoP-Nonce'),
    body: await answer.text(),
  };
}
