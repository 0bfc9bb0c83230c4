import { expect, test } from 'vitest'
import { readNgcEnvironment } from '../../../electron/ngc-environment.ts'

test('without variables the real addresses are asked', () => {
  expect(readNgcEnvironment({})).toEqual({
    api: 'https://api.ngc.nvidia.com',
    authn: 'https://authn.nvidia.com',
    registry: 'https://nvcr.io',
  })
})

test('whoever stands in for the key service stands in for the token desk', () => {
  const { api, authn } = readNgcEnvironment({ HUBKEY_NGC_API: 'http://127.0.0.1:8123/' })
  expect([api, authn]).toEqual(['http://127.0.0.1:8123', 'http://127.0.0.1:8123'])
})

test.each([
  ['nvcr.example.com', 'https://nvcr.example.com'],
  ['localhost:5000', 'http://localhost:5000'],
  ['[::1]:5000', 'http://[::1]:5000'],
  ['https://nvcr.example.com/', 'https://nvcr.example.com'],
  ['http://nvcr.example.com', 'https://nvcr.io'],
  ['ftp://nvcr.example.com', 'https://nvcr.io'],
  ['not an address', 'https://nvcr.io'],
])('HUBKEY_NVCR=%s is %s', (HUBKEY_NVCR, registry) => {
  expect(readNgcEnvironment({ HUBKEY_NVCR }).registry).toBe(registry)
})
