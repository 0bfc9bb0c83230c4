import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { intentFromHash } from '../../../renderer/token-window/intent.ts'
import { nameProblem, scopeWords, soleAccount } from '../../../renderer/words/account.ts'
import { clearPlan } from '../../../renderer/words/clear-plan.ts'
import { providerProblem } from '../../../renderer/words/provider.ts'
import { readScope } from '../../../renderer/words/scope.ts'
import { sinkRemedy, sinkSentence, sinkTone } from '../../../renderer/words/sink.ts'
import { AccountNameSchema, AccountScopeSchema } from '../../../shared/domain/account.ts'
import { CustomProviderSchema } from '../../../shared/domain/provider.ts'
import { providerSuggestions } from '../../../shared/domain/provider-suggestions.ts'
import { sinkIds, SinkStateSchema } from '../../../shared/domain/sink.ts'
import { foreignCopy, ownCopy, sink, threeAccounts } from '../../fixtures/fake-accounts.ts'
import { account, loggedIn, sources } from '../../fixtures/fake-bridge-world.ts'

const words = fc.oneof(
  fc.string({ maxLength: 70 }),
  fc.stringMatching(/^[A-Za-z0-9][\w.@+-]{0,70}$/),
)

describe('the name of an account', () => {
  it('is taken here exactly when the contract takes it', () => {
    fc.assert(
      fc.property(words, (name) => {
        expect(nameProblem(name, []) === null).toBe(AccountNameSchema.safeParse(name).success)
      }),
    )
  })

  it('is not taken twice', () => {
    expect(nameProblem('work', ['home', 'work'])).toContain('already')
  })
})

describe('the scope of an account', () => {
  it('is always one that the contract takes, however it was typed', () => {
    const lines = fc.array(words, { maxLength: 60 }).map((all) => all.join('\n'))
    fc.assert(
      fc.property(lines, lines, (organisations, models) => {
        const reading = readScope(organisations, models)
        if (reading.ok) expect(AccountScopeSchema.safeParse(reading.scope).success).toBe(true)
      }),
    )
  })

  it('drops empty and repeated lines, and reads addresses', () => {
    expect(readScope(' the-lab \n\nthe-lab', 'https://huggingface.co/a/b\na/b')).toEqual({
      ok: true,
      scope: { organisations: ['the-lab'], models: ['a/b'] },
    })
    expect(readScope('two words', '')).toMatchObject({ ok: false })
    expect(readScope('', 'no model here')).toMatchObject({ ok: false })
    expect(readScope(Array.from({ length: 51 }, (_, n) => `o${n}`).join('\n'), '').ok).toBe(false)
  })

  it('is shortened when it is long', () => {
    expect(scopeWords({ organisations: [], models: [] })).toBeNull()
    expect(scopeWords({ organisations: ['o'], models: ['a/b', 'c/d', 'e/f', 'g/h'] })).toBe(
      'o, a/b, c/d and 2 more',
    )
  })
})

describe('a provider of the user’s own', () => {
  const form = { label: 'Lab', environment: 'LAB_KEY', checkUrl: '' }

  it('is taken here only when the contract takes it', () => {
    const variables = fc.oneof(words, fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/))
    fc.assert(
      fc.property(words, variables, (label, environment) => {
        if (providerProblem({ label, environment, checkUrl: '' }) !== null) return
        const input = {
          label,
          environment: environment.split(/[\s,;]+/).filter((name) => name !== ''),
          checkUrl: null,
        }
        expect(CustomProviderSchema.omit({ id: true }).safeParse(input).success).toBe(true)
      }),
    )
  })

  it('says what is missing, and never repeats what may be a key', () => {
    expect(providerProblem(form)).toBeNull()
    expect(providerProblem({ ...form, label: ' ' })).toContain('name')
    expect(providerProblem({ ...form, environment: '' })).toContain('variable')
    expect(providerProblem({ ...form, environment: 'sk-very-secret' })).not.toContain('secret')
    expect(providerProblem({ ...form, checkUrl: 'example.com' })).toContain('address')
  })

  it('can be any of the suggested ones as they stand', () => {
    const problems = Object.values(providerSuggestions).map((suggested) =>
      providerProblem({
        ...suggested,
        environment: suggested.environment.join(' '),
        checkUrl: suggested.checkUrl ?? '',
      }),
    )
    expect(problems.filter((problem) => problem !== null)).toEqual([])
  })
})

describe('a sink', () => {
  it('has a sentence in every state, and a remedy only where something is wrong', () => {
    for (const id of sinkIds) {
      for (const state of SinkStateSchema.options) {
        for (const on of [true, false]) {
          const view = sink(id, { state, on })
          expect(sinkSentence(view)).toMatch(/\.$/)
          if (sinkTone(view) === 'ok') expect(sinkRemedy(view)).toBeNull()
          if (sinkTone(view) === 'bad') expect(sinkRemedy(view)).not.toBeNull()
        }
      }
    }
  })
})

describe('clearPlan', () => {
  const provider = {
    ...threeAccounts,
    sources: sources({
      environment: { present: true, fingerprint: 'k7f3q9' },
      keyring: { present: true, fingerprint: 'k7f3q9' },
      file: { present: null },
    }),
  }

  it('names the very same token in sinks, and no other', () => {
    const { goes, unread, stays, logsOut } = clearPlan(provider, null)
    expect(goes.map(({ where }) => where)).toEqual(['keyring', ownCopy.where])
    expect(unread).toHaveLength(1)
    expect(stays.map(({ where }) => where)).toEqual(['HF_TOKEN'])
    expect(logsOut).toEqual(['hf CLI'])
  })

  it('leaves the places of the token in force alone when another account goes', () => {
    expect(clearPlan(provider, 'old')).toEqual({
      goes: [{ where: 'credentials file', holder: 'old' }],
      unread: [],
      stays: [],
      logsOut: [],
    })
  })

  it('knows no copy by a fingerprint that nobody knows', () => {
    const blind = {
      ...provider,
      fingerprint: null,
      sinks: [sink('git', { copies: [foreignCopy] })],
    }
    expect(clearPlan(blind, null).logsOut).toEqual([])
  })
})

describe('what the token window is opened for', () => {
  it.each([
    ['', 'huggingface', null, false],
    ['#ngc', 'ngc', null, false],
    ['#huggingface/a%40b', 'huggingface', 'a@b', false],
    ['#huggingface/%', 'huggingface', '%', false],
    ['#huggingface//browser', 'huggingface', null, true],
    ['#huggingface/laptop/browser', 'huggingface', 'laptop', true],
  ])('%s', (hash, provider, replaces, byBrowser) => {
    expect(intentFromHash(hash)).toEqual({ provider, replaces, byBrowser })
  })
})

describe('soleAccount', () => {
  it('is the one whose token is in force', () => {
    expect(soleAccount(loggedIn)?.name).toBe('default')
    expect(soleAccount({ ...loggedIn, account: null })).toBeUndefined()
    expect(
      soleAccount({ ...loggedIn, accounts: [account('default'), account('b')] }),
    ).toBeUndefined()
  })
})
