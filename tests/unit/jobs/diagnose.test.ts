import { describe, expect, it } from 'vitest'
import { diagnose, type Evidence } from '../../../electron/jobs/diagnosis/diagnose.ts'
import { identity } from './specs.ts'

const unauthorized = '401 Client Error: Unauthorized for url: https://huggingface.co/api/whoami-v2'
const forbidden =
  '403 Client Error: Forbidden for url: https://huggingface.co/api/models/ada/model/commit/main (Request ID: Root=1)'
const gatedLine =
  'Cannot access gated repo for url https://huggingface.co/meta/llama/resolve/main/config.json.'

function codes(line: string | readonly string[], change: Partial<Evidence> = {}): string[] {
  const lines = typeof line === 'string' ? [line] : line
  const job = { secrets: ['HF_TOKEN'], environment: {} }
  return diagnose({ lines, job, holder: identity('write'), ...change }).map(({ code }) => code)
}

const without = { job: { secrets: [], environment: {} } }
const otherName = { job: { secrets: ['TOKEN'], environment: {} } }
const inEnvironment = (value: string) => ({
  job: { secrets: [], environment: { HF_TOKEN: value } },
})

const cases: readonly (readonly [string, string, Partial<Evidence>, string])[] = [
  ['401 without a token', unauthorized, without, 'job-token-missing'],
  ['401 with one', unauthorized, {}, 'job-token-invalid'],
  ['401 with the placeholder', unauthorized, inEnvironment('$HF_TOKEN'), 'job-placeholder-sent'],
  ['401 with a secret of another name', unauthorized, otherName, 'job-secret-wrong-key'],
  ['403 of a read token', forbidden, { holder: identity('read') }, 'job-token-reads-only'],
  ['403 of a narrow one', forbidden, { holder: identity('fineGrained') }, 'job-token-reads-only'],
  ['403 of another owner', forbidden.replace('ada/', 'bob/'), {}, 'job-wrong-namespace'],
  ['403 of one’s own', forbidden, {}, 'job-may-not-write'],
  ['403 of who knows what', '403 Client Error: Forbidden for url: x', {}, 'job-forbidden'],
  ['a gated repository', gatedLine, {}, 'job-repository-gated'],
  ['a variable that is not there', "KeyError: 'HF_TOKEN'", without, 'job-secret-not-passed'],
  ['the guide’s message', 'ValueError: HF_TOKEN not found', without, 'job-secret-not-passed'],
  ['an assertion', 'AssertionError: HF_TOKEN required!', without, 'job-secret-not-passed'],
  ['a key of another service', "KeyError: 'WANDB_API_KEY'", {}, 'job-secret-not-passed'],
  ['the wrong key', "KeyError: 'HF_TOKEN'", otherName, 'job-secret-wrong-key'],
  ['env, not secrets', 'HF_TOKEN missing!', inEnvironment('x'), 'job-secret-in-environment'],
  ['a denied repository', 'Repository not found or access denied', {}, 'job-repository-denied'],
  ['a missing one', 'RepositoryNotFoundError: 404', without, 'job-repository-denied'],
]

describe('the diagnosis of a failed job', () => {
  it.each(cases)('tells %s', (_what, line, change, code) => {
    expect(codes(line, change)).toEqual([code])
  })

  it.each([
    'Epoch 401 of 500',
    'served 403 images',
    "KeyError: 'loss'",
    'the token count is 401',
    'Token indices sequence length is longer',
    'done',
  ])('says nothing of %j', (line) => {
    expect(codes(line)).toEqual([])
  })

  it('names the repository, and links to where access is asked for', () => {
    const job = { secrets: ['HF_TOKEN'], environment: {} }
    const [cause] = diagnose({ lines: [gatedLine], job, holder: null })
    expect(cause?.message).toContain('meta/llama is gated')
    expect(cause?.action?.does).toEqual({
      kind: 'open-link',
      link: { to: 'model', repo: 'meta/llama' },
    })
  })

  it('tells each cause once, the last one first', () => {
    const lines = [unauthorized, unauthorized, "KeyError: 'WANDB_API_KEY'"]
    expect(codes(lines, without)).toEqual(['job-secret-not-passed', 'job-token-missing'])
  })
})
