// SPDX-License-Identifier: Apache-2.0
// A client with the package oauth4webapi: metadata, client credentials grant and requests, with one DPoP handle.
import * as oauth from 'oauth4webapi';
import { input, report } from './exchange.js';

const { algorithm, requests } = input;
const issuer = new URL(input.issuer);
const loopback = { [oauth.allowInsecureRequests]: true };
const client = { client_id: 'client-1' };
const DPoP = oauth.DPoP(client, await oauth.generateKeyPair(algorithm));
const stranger = oauth.DPoP(client, await oauth.generateKeyPair(algorithm));

const metadata = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...loopback });
const server = await oauth.processDiscoveryResponse(issuer, metadata);
const grant = await withNonce(requestToken);

const answers = [];
for (const request of requests) {
  answers.push(await answerTo(request));
}
report({ thumbprint: await DPoP.calculateThumbprint(), tokenType: grant.token_type, answers });

async function requestToken() {
  const parameters = { resource: input.resource };
  const options = { DPoP, ...loopback };
  const answer = await oauth.clientCredentialsGrantRequest(server, client, oauth.None(), parameters, options);
  return oauth.processClientCredentialsResponse(server, client, answer);
}

/** The package asks for the retry to be written like this. */
async function withNonce(send) {
  try {
    return await send();
  } catch (e) {
    if (oauth.isDPoPNonceError(e)) {
      return send();
    }
    throw e;
  }
}

async function answerTo({ method, url, body, signer, once }) {
  const headers = new Headers(body ? { 'Content-Type': 'application/json' } : {});
  const options = { DPoP: signer === 'stranger' ? stranger : DPoP, ...loopback };
  const send = () =>
    oauth.protectedResourceRequest(grant.access_token, method, new URL(url), headers, body, options);
  try {
    const answer = await (once ? send() : withNonce(send));
    return { status: answer.status, nonce: answer.headers.get('DPoP-Nonce'), body: await answer.text() };
  } catch (e) {
    if (e instanceof oauth.WWWAuthenticateChallengeError) {
      return { status: e.status, challenges: e.cause, asksForNonce: oauth.isDPoPNonceError(e) };
    }
    throw e;
  }
}
