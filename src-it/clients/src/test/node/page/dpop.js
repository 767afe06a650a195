// SPDX-License-Identifier: Apache-2.0
/** The last nonce of each server. */
export const nonces = new Map();

/** A key that signs here and cannot leave the browser. */
export const newKey = () => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);

/** Sends one request: with a token, or without for the token endpoint. */
export async function send(key, token, url, init = {}) {
  const { origin, pathname } = new URL(url);
  const headers = new Headers(init.headers);
  headers.set('DPoP', await proof(key, init.method ?? 'GET', origin + pathname, nonces.get(origin), token));
  if (token) {
    headers.set('Authorization', `DPoP ${token}`);
  }
  const answer = await fetch(url, { ...init, headers });
  const nonce = answer.headers.get('DPoP-Nonce');
  if (nonce) {
    nonces.set(origin, nonce);
  }
  return answer;
}

/** The same, and once more when it was refused with a nonce. */
export async function dpopFetch(key, token, url, init) {
  const answer = await send(key, token, url, init);
  const wantsNonce = [400, 401].includes(answer.status) && answer.headers.has('DPoP-Nonce');
  return wantsNonce ? send(key, token, url, init) : answer;
}

async function proof(key, htm, htu, nonce, token) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key.publicKey);
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const ath = token && base64url(await crypto.subtle.digest('SHA-256', utf8(token)));
  const claims = { jti: crypto.randomUUID(), iat: Math.floor(Date.now() / 1000), htm, htu, nonce, ath };
  const input = [header, claims].map((part) => base64url(utf8(JSON.stringify(part)))).join('.');
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key.privateKey, utf8(input));
  return `${input}.${base64url(signature)}`;
}

const utf8 = (text) => new TextEncoder().encode(text);

const base64url = (octets) =>
  btoa(String.fromCharCode(...new Uint8Array(octets)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
