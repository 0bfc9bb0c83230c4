import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'
import { preparePython, type Said } from '../../fixtures/python/python.ts'

const python = await preparePython()

describe.skipIf(python === null)('the official Python client and the double', () => {
  let hub: HubDouble
  let home: Awaited<ReturnType<typeof temporaryFolder>>

  beforeAll(async () => {
    hub = await startHubDouble()
    home = await temporaryFolder()
  })
  afterAll(async () => {
    await hub.close()
    await home.remove()
  })

  async function hf(...args: readonly string[]): Promise<Said> {
    const { PATH } = process.env
    const env = { PATH, HOME: home.path, HF_ENDPOINT: hub.url, HF_HUB_DISABLE_TELEMETRY: '1' }
    return await python!.hf(args, { env })
  }

  it('logs in, says who it is, and logs out', async () => {
    const login = await hf('auth', 'login', '--token', hub.token('ada-read'))
    expect(login).toMatchObject({ code: 0 })
    expect((await hf('auth', 'whoami')).stdout).toContain('ada')
    expect((await hf('auth', 'list')).stdout).toContain('laptop')
    expect((await hf('auth', 'logout')).code).toBe(0)
    expect((await hf('auth', 'whoami')).code).toBe(1)
  })

  it('refuses a token that the double does not know', async () => {
    const made = `hf_${'q'.repeat(34)}`
    expect((await hf('auth', 'login', '--token', made)).code).toBe(1)
  })
})
