import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { SAMPLE } from '../../fixtures/hub-double/sample-world.ts'
import { buildKnownAnswerModel } from '../../fixtures/known-answer-model/known-answer-model.ts'
import { ask, verdict } from './ask.ts'

const MODEL = buildKnownAnswerModel()
const SHA256 = createHash('sha256').update(MODEL).digest('hex')
const FILE = `/${SAMPLE.openModel}/resolve/main/${SAMPLE.modelFile}`

let hub: HubDouble
beforeAll(async () => {
  hub = await startHubDouble()
})
afterAll(() => hub.close())

async function signed(path = FILE): Promise<string> {
  const reply = await ask(hub, path)
  return reply.headers.get('Location') ?? ''
}

function bytes(url: string, range?: string): Promise<Response> {
  return fetch(url, { headers: range === undefined ? {} : { range } })
}

describe('a large file', () => {
  test.each(['GET', 'HEAD'])(
    '%s leads to another host, with the facts on the way',
    async (method) => {
      const reply = await ask(hub, FILE, { method })
      expect(reply.status).toBe(302)
      expect(reply.headers.get('X-Repo-Commit')).toMatch(/^[0-9a-f]{40}$/)
      expect(reply.headers.get('X-Linked-Size')).toBe(String(MODEL.length))
      expect(reply.headers.get('X-Linked-ETag')).toBe(`"${SHA256}"`)
      const location = new URL(reply.headers.get('Location') ?? '')
      expect(location.host).not.toBe(new URL(hub.url).host)
      expect(location.hostname).not.toBe(new URL(hub.url).hostname)
      expect([...location.searchParams.keys()]).toEqual(
        expect.arrayContaining(['Expires', 'Policy', 'Signature', 'Key-Pair-Id']),
      )
    },
  )

  test('comes whole, under an ETag that is not its hash', async () => {
    const reply = await bytes(await signed())
    expect(reply.status).toBe(200)
    expect(reply.headers.get('Content-Length')).toBe(String(MODEL.length))
    expect(reply.headers.get('ETag')).toMatch(/^"[0-9a-f]{64}"$/)
    expect(reply.headers.get('ETag')).not.toContain(SHA256)
    expect(Buffer.from(await reply.arrayBuffer()).equals(MODEL)).toBe(true)
  })

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=100-199', 100, 200],
    ['bytes=200000-', 200_000, MODEL.length],
    ['bytes=-16', MODEL.length - 16, MODEL.length],
    [`bytes=5-${MODEL.length + 99}`, 5, MODEL.length],
  ])('comes in part for %s', async (range, start, end) => {
    const reply = await bytes(await signed(), range)
    expect(reply.status).toBe(206)
    expect(reply.headers.get('Content-Range')).toBe(`bytes ${start}-${end - 1}/${MODEL.length}`)
    expect(Buffer.from(await reply.arrayBuffer()).equals(MODEL.subarray(start, end))).toBe(true)
  })

  test('has nothing behind its end', async () => {
    const reply = await bytes(await signed(), `bytes=${MODEL.length}-`)
    expect(reply.status).toBe(416)
    expect(reply.headers.get('Content-Range')).toBe(`bytes */${MODEL.length}`)
  })

  test('need not come again when the client has it', async () => {
    const url = await signed()
    const etag = (await fetch(url, { method: 'HEAD' })).headers.get('ETag') ?? ''
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  test('starts over when it changed since the last piece', async () => {
    const headers = { range: 'bytes=10-', 'if-range': '"another-etag"' }
    expect((await fetch(await signed(), { headers })).status).toBe(200)
  })

  test('needs a good signature that has not run out', async () => {
    const url = new URL(await signed())
    const forged = new URL(url)
    forged.searchParams.set('Signature', 'x')
    expect((await fetch(forged)).status).toBe(403)
    const elsewhere = new URL(url)
    elsewhere.pathname = `${elsewhere.pathname}0`
    expect((await fetch(elsewhere)).status).toBe(403)

    hub.signer.seconds = -1
    const late = await fetch(await signed())
    hub.signer.seconds = 3600
    expect(late.status).toBe(403)
    expect(await late.text()).toContain('Request has expired')
  })

  test.each([
    ['cloudfront', 200],
    ['s3', 400],
  ] as const)('remembers a token that reaches the other host: %s', async (storage, status) => {
    const other = await startHubDouble({ storage })
    const location = (await ask(other, FILE)).headers.get('Location') ?? ''
    const authorization = `Bearer ${other.token('ada-read')}`
    const reply = await fetch(location, { headers: { authorization } })
    expect(reply.status).toBe(status)
    expect(other.leaks()).toMatchObject([{ server: 'cdn', authorization: { token: 'ada-read' } }])
    await other.close()
  })

  test('is a pointer under /raw/', async () => {
    const reply = await ask(hub, FILE.replace('/resolve/', '/raw/'))
    expect(await reply.text()).toContain(`oid sha256:${SHA256}\nsize ${MODEL.length}\n`)
  })
})

describe('a small file', () => {
  const path = `/${SAMPLE.openModel}/resolve/main/config.json`

  test.each(['GET', 'HEAD'])('%s leads to a relative address on the same host', async (method) => {
    const reply = await ask(hub, path, { method })
    const location = reply.headers.get('Location') ?? ''
    expect(reply.status).toBe(307)
    expect(location).toMatch(
      new RegExp(`^/api/resolve-cache/models/${SAMPLE.openModel}/[0-9a-f]{40}/`),
    )
    const cached = await ask(hub, location, { method })
    expect(cached.status).toBe(200)
    expect(cached.headers.get('ETag')).toBe(reply.headers.get('X-Linked-ETag'))
    expect(cached.headers.get('Content-Length')).toBe(reply.headers.get('X-Linked-Size'))
    expect(cached.headers.get('X-Repo-Commit')).toMatch(/^[0-9a-f]{40}$/)
  })

  test('has its git blob id as ETag', async () => {
    const reply = await fetch(hub.url + path)
    const content = Buffer.from(await reply.arrayBuffer())
    const oid = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
    expect(reply.headers.get('ETag')).toBe(`"${oid}"`)
  })

  test('of a gated repository comes at once, to those who may', async () => {
    const gated = path.replace(SAMPLE.openModel, SAMPLE.gatedModel)
    expect((await ask(hub, gated, { as: 'ada-read' })).status).toBe(200)
    expect((await ask(hub, gated, { as: 'bob-read' })).status).toBe(403)
  })

  test('README.md and LICENSE are open on gated repositories, so they prove nothing', async () => {
    const at = (file: string) => ask(hub, `/${SAMPLE.gatedModel}/resolve/main/${file}`)
    expect((await at('README.md')).status).toBe(200)
    expect(await verdict(await at('LICENSE'))).toMatchObject({ status: 404, code: 'EntryNotFound' })
    expect((await at('.gitattributes')).status).toBe(401)
    expect((await ask(hub, `/${SAMPLE.gatedModel}/raw/main/README.md`)).status).toBe(401)
    expect((await at('sub/README.md')).status).toBe(401)
  })
})

describe('what is not there', () => {
  test('a file: 404 EntryNotFound in plain text, with the commit', async () => {
    const reply = await ask(hub, `/${SAMPLE.openModel}/resolve/main/nope.bin`)
    expect(reply.headers.get('X-Repo-Commit')).toMatch(/^[0-9a-f]{40}$/)
    expect(reply.headers.get('Content-Type')).toContain('text/plain')
    expect(await verdict(reply)).toEqual({
      status: 404,
      code: 'EntryNotFound',
      message: 'Entry not found',
      body: 'Entry not found',
    })
  })

  test('a revision: 404 RevisionNotFound', async () => {
    for (const path of [
      `/${SAMPLE.openModel}/resolve/nope/config.json`,
      `/api/models/${SAMPLE.openModel}/revision/nope`,
      `/api/models/${SAMPLE.openModel}/tree/nope`,
    ]) {
      expect(await verdict(await ask(hub, path))).toMatchObject({
        status: 404,
        code: 'RevisionNotFound',
      })
    }
  })

  test('a repository: 404 RepoNotFound with a token, a bare 401 without', async () => {
    const path = '/hubkey-tests/nope/resolve/main/config.json'
    expect(await verdict(await ask(hub, path, { as: 'ada-read' }))).toMatchObject({
      status: 404,
      code: 'RepoNotFound',
    })
    expect(await verdict(await ask(hub, path))).toMatchObject({ status: 401, code: null })
  })

  test('anything in a closed repository: the gate speaks first', async () => {
    const path = `/${SAMPLE.gatedModel}/resolve/no-such-branch/no-such-file.bin`
    expect(await verdict(await ask(hub, path))).toMatchObject({ status: 401, code: 'GatedRepo' })
  })
})
