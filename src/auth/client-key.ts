// The private key with which a client signs its assertions (private_key_jwt, RFC 7523), read from PEM or a JWK.

import { createPrivateKey, type KeyObject, type webcrypto } from 'node:crypto'
import type { ClientKey } from './auth-settings.ts'

export interface SigningKey {
  readonly key: webcrypto.CryptoKey
  readonly kid?: string
}

/** Imports the key for the JWS algorithm named, or the usual one of its kind. Throws Error with what is wrong with it. */
export function importClientKey({ text, keyId, algorithm }: ClientKey): SigningKey {
  const jwk = text.trimStart().startsWith('{') ? parseJwk(text) : undefined
  let key: KeyObject
  try {
    key = jwk === undefined ? createPrivateKey(text) : createPrivateKey({ key: jwk, format: 'jwk' })
  } catch {
    throw new Error('is no private key in PEM (PKCS #8, not encrypted) and no private JWK')
  }
  const name = algorithm ?? (typeof jwk?.alg === 'string' ? jwk.alg : undefined) ?? usualAlgorithm(key)
  const kid = keyId ?? (typeof jwk?.kid === 'string' ? jwk.kid : undefined)
  try {
    const imported = key.toCryptoKey(webCryptoName(name), false, ['sign'])
    return { key: imported, ...(kid === undefined ? {} : { kid }) }
  } catch {
    throw new Error(`cannot sign with ${name}`)
  }
}

function usualAlgorithm(key: KeyObject): string {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return 'RS256'
    case 'ec': {
      const curve = key.asymmetricKeyDetails?.namedCurve
      return curve === 'secp384r1' ? 'ES384' : curve === 'secp521r1' ? 'ES512' : 'ES256'
    }
    case 'ed25519':
      return 'EdDSA'
    default:
      throw new Error('is of a kind that signs no assertions: RSA, EC and Ed25519 keys do')
  }
}

function webCryptoName(algorithm: string): webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams | string {
  const hash = `SHA-${algorithm.slice(2)}`
  if (/^RS(256|384|512)$/.test(algorithm)) return { name: 'RSASSA-PKCS1-v1_5', hash }
  if (/^PS(256|384|512)$/.test(algorithm)) return { name: 'RSA-PSS', hash }
  const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[algorithm]
  if (curve !== undefined) return { name: 'ECDSA', namedCurve: curve }
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return 'Ed25519'
  throw new Error(`${algorithm} is no algorithm known here`)
}

function parseJwk(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  } catch {
    // Told below.
  }
  throw new Error('begins like a JWK and is no JSON object')
}
