/**
 * Hugging Face's guide to tokens in jobs, section by section: `docs/jobs-guide.md` says what each comes to here, and
 * names these tests.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnoseJob } from '../../../electron/jobs/diagnosis/diagnose-job.ts'
import { readSecret } from '../../../electron/jobs/job-secrets.ts'
import { inspectJob } from '../../../electron/jobs/look-at-jobs.ts'
import { gatherFacts } from '../../../electron/jobs/preflight/gather-facts.ts'
import { mend, preflight } from '../../../electron/jobs/preflight/preflight.ts'
import { submitJob } from '../../../electron/jobs/submit-job.ts'
import { shownBody } from '../../../electron/jobs/wire-body.ts'
import type { JobSpec } from '../../../shared/domain/job.ts'
import { addressOf } from '../../../shared/links.ts'
import { huntFor } from '../../fixtures/leak-hunt.ts'
import { openWorkshop, scriptSpec, tokenInForce, wholeLog, type Workshop } from './workshop.ts'

let shop: Workshop
beforeAll(async () => {
  shop = await openWorkshop()
})
afterAll(async () => shop.close())

const given = { secrets: tokenInForce }
const named = (name: string, text: string): Partial<JobSpec> => ({
  secrets: { [name]: { from: 'text', text } },
})
const push = 'dataset.push_to_hub("ada/my-dataset")'
const header = (packages: string): string => `# /// script\n# dependencies = [${packages}]\n# ///\n`

/** Runs a job of ada's to its end: how it ended, what it wrote, and what Hubkey says of its failure. */
async function play(spec: JobSpec, as = 'ada-write') {
  const job = await submitJob({ spec, account: null }, shop.as('ada-write'))
  const lines = await wholeLog(job, shop.as('ada-write'))
  const signal = new AbortController().signal
  const ask = { namespace: job.namespace, id: job.id, account: null, signal }
  const causes = await diagnoseJob(ask, shop.as(as))
  const { stage, secrets } = await inspectJob(ask, shop.as(as))
  return { id: job.id, stage, secrets, lines, causes, codes: causes.map(({ code }) => code) }
}

/** What is found before anything is sent. */
async function found(spec: JobSpec, as = 'ada-write'): Promise<string[]> {
  const facts = await gatherFacts({ spec, account: null }, shop.as(as))
  return preflight(spec, facts).map(({ code }) => code)
}

async function mended(spec: JobSpec): Promise<JobSpec> {
  return mend(spec, await gatherFacts({ spec, account: null }, shop.as('ada-write')))
}

describe('providing tokens to jobs', () => {
  it('Method 1: $HF_TOKEN is replaced on the wire, and only there', async () => {
    const placeholder = { HF_TOKEN: readSecret('$HF_TOKEN') }
    expect(placeholder).toEqual(tokenInForce)
    const spec = scriptSpec('assert "HF_TOKEN" in os.environ, "none"\nwhoami()', {
      secrets: placeholder,
    })
    expect(await found(spec)).toEqual([])
    const { id, stage } = await play(spec)
    expect(stage).toBe('COMPLETED')
    expect(shop.hub.jobs.secretsOf(id)).toEqual({ HF_TOKEN: shop.hub.token('ada-write') })
    expect(huntFor(shop.hub.token('ada-write')).text(JSON.stringify(shownBody(spec)))).toBe(false)
  })

  it('Method 1b: a placeholder that nobody replaces is found before, and explained after', async () => {
    const spec = scriptSpec('whoami()', named('HF_TOKEN', '$HF_TOKEN'))
    expect(await found(spec)).toEqual(['placeholder-not-replaced'])
    const { stage, codes } = await play(spec)
    expect({ stage, codes }).toEqual({ stage: 'ERROR', codes: ['job-token-invalid'] })
    expect((await play(await mended(spec))).stage).toBe('COMPLETED')
  })

  it('Method 2: an explicit token is warned of, and one click makes it the account’s', async () => {
    const spec = scriptSpec(push, named('HF_TOKEN', shop.hub.token('ada-write')))
    expect(await found(spec)).toEqual(['hardcoded-token'])
    expect((await mended(spec)).secrets).toEqual(tokenInForce)
  })

  it('Method 3: a token in the environment is refused, and one click moves it', async () => {
    const environment = { HF_TOKEN: shop.hub.token('ada-write'), MODE: 'test' }
    const spec = scriptSpec(push, { environment })
    expect(await found(spec)).toContain('token-in-environment')
    expect(await mended(spec)).toMatchObject({ environment: { MODE: 'test' }, ...given })
  })
})

describe('using tokens in scripts', () => {
  it.each([
    ['Option 1: the token as a parameter', 'api = HfApi(token=os.environ.get("HF_TOKEN"))\nwhoami()'],
    ['Option 2: the token found by itself', 'api = HfApi()\nwhoami()'],
    ['Option 3: transformers and datasets', `model = AutoModel.from_pretrained("ada/private-notes")\n${push}`],
  ])('%s', async (_name, text) => {
    const spec = scriptSpec(text, given)
    expect(await found(spec)).toEqual([])
    expect((await play(spec)).stage).toBe('COMPLETED')
  }) // prettier-ignore

  it('Verify token in job: a token that is not one is told by its 401', async () => {
    const { codes } = await play(scriptSpec('whoami()', named('HF_TOKEN', 'x'.repeat(30))))
    expect(codes).toEqual(['job-token-invalid'])
  })
})

describe('common token issues', () => {
  it('Error: 401 Unauthorized', async () => {
    const spec = scriptSpec('whoami()')
    expect(await found(spec)).toEqual(['secret-missing'])
    const { lines, causes, codes } = await play(spec)
    expect(lines.join('\n')).toContain('401 Client Error: Unauthorized')
    expect(codes).toEqual(['job-token-missing'])
    expect(causes[0]?.action?.label).toContain('HF_TOKEN among its secrets')
  })

  it('Error: 403 Forbidden', async () => {
    const spec = scriptSpec(push, named('HF_TOKEN', shop.hub.token('ada-read')))
    const { lines, causes, codes } = await play(spec, 'ada-read')
    expect(lines.join('\n')).toContain('403 Forbidden')
    expect(codes).toEqual(['job-token-reads-only'])
    expect(causes[0]?.message).toContain('This token is read-only')
    expect(causes[0]?.action?.does).toEqual({
      kind: 'open-link',
      link: { to: 'create-token', for: 'write' },
    })
  })

  it('Error: Token not found in environment', async () => {
    const needs = 'if "HF_TOKEN" not in os.environ:\nraise ValueError("HF_TOKEN not found in environment!")'
    const bare = scriptSpec(needs)
    expect(await found(bare)).toEqual(['secret-missing'])
    expect((await play(bare)).codes).toEqual(['job-secret-not-passed'])
    const wrongKey = scriptSpec(needs, { secrets: { TOKEN: readSecret('$HF_TOKEN') } })
    expect(await found(wrongKey)).toEqual(['wrong-secret-name'])
    expect((await play(wrongKey)).codes).toEqual(['job-secret-wrong-key'])
    for (const spec of [bare, wrongKey]) {
      expect((await play(await mended(spec))).stage).toBe('COMPLETED')
    }
  }) // prettier-ignore

  it('Error: Repository access denied', async () => {
    const { codes, causes } = await play(scriptSpec('load_dataset("bob/hidden")', given))
    expect(codes).toEqual(['job-repository-denied'])
    expect(causes[0]?.message).toContain('bob/hidden')
    const elsewhere = scriptSpec('dataset.push_to_hub("bob/data")', given)
    expect(await found(elsewhere)).toEqual(['push-not-yours'])
    expect((await play(elsewhere)).codes).toEqual(['job-wrong-namespace'])
  })
})

describe('security best practices', () => {
  it('1. Never commit tokens', async () => {
    const token = shop.hub.token('ada-write')
    const spec = scriptSpec(`token = "${token}"\napi = HfApi(token=token)\nwhoami()`)
    expect(await found(spec)).toContain('token-in-script')
    const sound = await mended(spec)
    expect(huntFor(token).text(JSON.stringify(sound))).toBe(false)
    expect((await play(sound)).stage).toBe('COMPLETED')
  })

  it('2. Use secrets, not environment variables', async () => {
    const environment = { HF_TOKEN: '$HF_TOKEN' }
    expect(await found(scriptSpec(push, { environment }))).toContain('token-in-environment')
    const { codes } = await play(scriptSpec('whoami()', { environment }))
    expect(codes).toEqual(['job-placeholder-sent'])
  })

  it('3. Use automatic token replacement', async () => {
    const written = scriptSpec(push, named('HF_TOKEN', shop.hub.token('ada-write')))
    expect((await mended(written)).secrets).toEqual(tokenInForce)
    expect(await found(scriptSpec(push, given))).toEqual([])
  })

  it('4. Rotate tokens regularly: a job gets the one in force when it is submitted', async () => {
    const spec = scriptSpec('print(1)', given)
    const before = await submitJob({ spec, account: null }, shop.as('ada-write'))
    const after = await submitJob({ spec, account: null }, shop.as('ada-oauth'))
    expect(shop.hub.jobs.secretsOf(before.id)['HF_TOKEN']).toBe(shop.hub.token('ada-write'))
    expect(shop.hub.jobs.secretsOf(after.id)['HF_TOKEN']).toBe(shop.hub.token('ada-oauth'))
  })

  it('5. Use minimal permissions', async () => {
    const reading = scriptSpec('load_dataset("ada/private-notes")', given)
    expect(await found(reading, 'ada-read')).toEqual(['token-cannot-run-jobs'])
    expect(await found(scriptSpec(push, given), 'ada-read')).toContain('token-cannot-write')
    const link = addressOf({ to: 'create-token', for: 'jobs' }, 'https://hub')
    expect(link).toBe('https://hub/settings/tokens/new?tokenType=fineGrained&ownUserPermissions=job.write')
  }) // prettier-ignore

  it('6. Do not share tokens: neither a log nor an inspection shows one', async () => {
    const token = shop.hub.token('ada-write')
    const spec = scriptSpec('print(os.environ["HF_TOKEN"])', given)
    expect(await found(spec)).toEqual(['secret-printed'])
    const told = await play(spec)
    expect(told).toMatchObject({ lines: ['[secret]'], secrets: ['HF_TOKEN'] })
    expect(huntFor(token).text(JSON.stringify(told))).toBe(false)
  })

  it('7. Monitor token usage: a failed job’s log is read for token issues', async () => {
    expect((await play(scriptSpec('print("fine")\nexit(3)', given))).codes).toEqual([])
    expect((await play(scriptSpec('print(1)\nwhoami()'))).codes).toEqual(['job-token-missing'])
  })
})

describe('token workflow examples', () => {
  it.each([
    [
      'Example 1: Push model to Hub',
      `${header('"transformers"')}assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"\nmodel.push_to_hub("ada/my-model")\nprint("Model pushed!")`,
      'Model pushed!',
    ],
    [
      'Example 2: Access private dataset',
      `${header('"datasets"')}assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"\nmodel = AutoModel.from_pretrained("ada/private-notes")\nprint("Loaded")`,
      'Loaded',
    ],
    [
      'Example 3: Create and push dataset',
      `${header('"datasets", "huggingface-hub"')}assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"\n${push}\nprint("Dataset pushed!")`,
      'Dataset pushed!',
    ],
  ])('%s', async (_name, text, last) => {
    const bare = scriptSpec(text)
    expect(await found(bare)).toEqual(['secret-missing'])
    const { stage, lines } = await play(await mended(bare))
    expect({ stage, last: lines.at(-1) }).toEqual({ stage: 'COMPLETED', last })
  }) // prettier-ignore
})

describe('quick reference', () => {
  it('Pattern 1: auto-detect token', async () => {
    expect((await play(scriptSpec('api = HfApi()\nwhoami()', given))).stage).toBe('COMPLETED')
  })

  it('Pattern 2: explicit token', async () => {
    const text = 'api = HfApi(token=os.environ.get("HF_TOKEN"))\nwhoami()'
    expect(await found(scriptSpec(text, given))).toEqual([])
    expect(await found(scriptSpec(text))).toEqual(['secret-missing'])
  })

  it('Pattern 3: verify token', async () => {
    const spec = scriptSpec('assert "HF_TOKEN" in os.environ, "HF_TOKEN required!"')
    expect(await found(spec)).toEqual(['secret-missing'])
    expect((await play(spec)).codes).toEqual(['job-secret-not-passed'])
  })
})
