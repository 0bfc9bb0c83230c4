import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseWhoami } from '../../../electron/providers/whoami.ts'
import { IdentitySchema } from '../../../shared/domain/verification.ts'

const user = { type: 'user', id: '1', name: 'ada', fullname: 'Ada Byron', isPro: false, orgs: [] }
const access = (accessToken: object): object => ({
  ...user,
  auth: { type: 'access_token', accessToken },
})

describe('every principal of whoami-v2', () => {
  test.each(['read', 'write', 'god', 'something-new'])('a user with a %s token', (role) => {
    expect(parseWhoami(access({ displayName: 'laptop', role, createdAt: 'x' }))).toEqual({
      username: 'ada',
      fullName: 'Ada Byron',
      kind: 'user',
      role,
      tokenName: 'laptop',
      readsGated: role === 'something-new' ? null : true,
      rights: [],
      organisations: [],
      capabilities: [],
      expiresAt: null,
    })
  })

  test('a user with a fine-grained token', () => {
    const fineGrained = {
      canReadGatedRepos: false,
      global: ['discussion.write'],
      scoped: [
        { entity: { _id: 'a', type: 'user', name: 'ada' }, permissions: ['repo.content.read'] },
        {
          entity: { _id: 'b', type: 'planet' },
          permissions: ['repo.content.read', 'future.right'],
        },
        'not an entry',
      ],
    }
    expect(
      parseWhoami(access({ displayName: 'f', role: 'fineGrained', fineGrained })),
    ).toMatchObject({
      role: 'fineGrained',
      readsGated: false,
      rights: ['discussion.write', 'repo.content.read', 'future.right'],
    })
  })

  test('OAuth, which has neither a token name nor a role', () => {
    const auth = { type: 'app_token_as_user', expiresAt: '2026-12-01T10:00:00Z', resource: {} }
    expect(parseWhoami({ ...user, auth })).toMatchObject({
      kind: 'user',
      role: 'oauth',
      tokenName: null,
      readsGated: null,
      expiresAt: '2026-12-01T10:00:00.000Z',
    })
  })

  test('a legacy organisation token', () => {
    expect(parseWhoami({ type: 'org', name: 'the-lab', fullname: 'The Lab' })).toMatchObject({
      username: 'the-lab',
      kind: 'organisation',
      role: 'org',
    })
  })

  test('an application', () => {
    const scope = { role: 'read', entities: ['ada'] }
    const app = { type: 'app', name: 'robot', scope, auth: { type: 'app_token' } }
    expect(parseWhoami(app)).toMatchObject({ kind: 'application', role: 'read' })
  })
})

test('organisations tell what keeps the token out', () => {
  const orgs = [
    { name: 'open', roleInOrg: 'write' },
    { name: 'closed', roleInOrg: 'read', securityRestrictions: ['token-policy'], pendingSSO: true },
    { name: 'old', missingMFA: true },
    { no: 'name' },
    null,
  ]
  expect(parseWhoami({ ...user, orgs })?.organisations).toEqual([
    { name: 'open', role: 'write', restrictions: [] },
    { name: 'closed', role: 'read', restrictions: ['token-policy', 'sso'] },
    { name: 'old', role: null, restrictions: ['mfa'] },
  ])
})

test.each([undefined, null, 'text', 42, [], {}, { type: 'user' }, { type: 'user', name: ' ' }])(
  '%j is no whoami',
  (json) => {
    expect(parseWhoami(json)).toBeNull()
  },
)

test('whatever else the Hub may say, the answer is null or a well-formed identity', () => {
  const anything = fc.jsonValue({ maxDepth: 4 })
  const record = fc.record(
    {
      type: fc.oneof(fc.constantFrom('user', 'org', 'app'), anything),
      name: fc.oneof(fc.string(), anything),
      fullname: anything,
      orgs: fc.oneof(fc.array(anything), anything),
      auth: fc.oneof(
        fc.record({
          type: anything,
          expiresAt: anything,
          accessToken: fc.oneof(
            fc.record({ role: anything, displayName: anything, fineGrained: anything }),
            anything,
          ),
        }),
        anything,
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(record, (json) => {
      const identity = parseWhoami(json)
      if (identity !== null) expect(IdentitySchema.parse(identity)).toEqual(identity)
    }),
    { numRuns: 500 },
  )
})

test('endless words and lists are cut', () => {
  const orgs = Array.from({ length: 5000 }, (_, at) => ({ name: `${at}${'o'.repeat(1000)}` }))
  const identity = parseWhoami({ ...user, name: 'n'.repeat(100_000), orgs })
  expect(JSON.stringify(identity).length).toBeLessThan(100_000)
})
