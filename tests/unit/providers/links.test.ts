import { expect, test } from 'vitest'
import { addressOf, LinkSchema } from '../../../shared/links.ts'

const hub = 'https://hub.example'

test.each([
  ['download', 'ownUserPermissions=repo.content.read'],
  ['gated', 'canReadGatedRepos=true'],
  ['inference', 'ownUserPermissions=inference.serverless.write'],
  ['jobs', 'ownUserPermissions=job.write'],
  ['write', 'ownUserPermissions=repo.write'],
] as const)('a token for %s asks for that right alone', (use, query) => {
  const address = addressOf({ to: 'create-token', for: use }, hub)
  expect(address).toBe(`${hub}/settings/tokens/new?tokenType=fineGrained&${query}`)
})

test('without a use it is for gated downloads', () => {
  const plain = addressOf({ to: 'create-token' }, hub)
  expect(plain).toBe(addressOf({ to: 'create-token', for: 'gated' }, hub))
})

test('NVIDIA keys are made on the page of NGC, whatever the Hub', () => {
  expect(addressOf({ to: 'ngc-keys' }, hub)).toBe('https://org.ngc.nvidia.com/setup/api-keys')
})

test('a page cannot ask for rights of its own', () => {
  expect(LinkSchema.safeParse({ to: 'create-token', for: 'everything' }).success).toBe(false)
})
