import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { beginDeviceLogin, waitForDeviceLogin } from '../../../electron/providers/device-login.ts'
import type { OAuthPair } from '../../../electron/providers/oauth.ts'
import { Redactor } from '../../../electron/redaction/redactor.ts'
import { startHubDouble, type HubDouble } from '../../fixtures/hub-double/hub-double.ts'
import type { OAuthOptions } from '../../fixtures/hub-double/oauth.ts'

const needs = {
  fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
  clock: { now: () => new Date() },
  redactor: new Redactor(),
}

let hub: HubDouble
afterEach(async () => hub.close())

type Step = (userCode: string) => Promise<void> | void

/** Logs in; each step happens in place of the wait before one question. */
async function logIn(
  oauth: OAuthOptions,
  steps: readonly Step[],
): Promise<[OAuthPair | string, number[]]> {
  hub = await startHubDouble({ oauth })
  const wish = { endpoint: hub.url, clientId: 'a-client-of-our-own', scope: ['openid'] }
  const login = await beginDeviceLogin(wish, needs)
  const waits: number[] = []
  const pause = async (milliseconds: number): Promise<void> => {
    await steps[waits.length]?.(login.userCode)
    waits.push(milliseconds)
  }
  const outcome = await waitForDeviceLogin({ ...wish, login }, { ...needs, pause }).catch(
    (cause: unknown) => (cause as { error: { code: string } }).error.code,
  )
  return [outcome, waits]
}

const nothing: Step = () => undefined

test('waits five seconds when the Hub names no interval, and longer when it says so', async () => {
  const [pair, waits] = await logIn({ intervalSeconds: 0.5 }, [
    nothing,
    nothing,
    async (code) => {
      hub.oauth.approve(code, 'ada')
      await wait(600)
    },
  ])
  expect(waits).toEqual([5000, 5000, 10_000])
  const { access, refresh } = pair as OAuthPair
  const headers = { authorization: `Bearer ${access.reveal()}` }
  expect((await fetch(`${hub.url}/api/whoami-v2`, { headers })).status).toBe(200)
  expect(refresh).not.toBeNull()
})

test('goes on through a failing service and a network’s own page', async () => {
  const path = '/oauth/token'
  const [outcome, waits] = await logIn({ intervalSeconds: 0 }, [
    () => void hub.setFault({ path, fault: { kind: 'status', status: 503 } }),
    () => {
      hub.clearFaults()
      hub.setFault({ path, fault: { kind: 'captive-portal' } })
    },
    (code) => {
      hub.clearFaults()
      hub.oauth.deny(code)
    },
  ])
  expect(waits).toHaveLength(3)
  expect(outcome).toBe('device-refused')
})

test('ends when the code has run out', async () => {
  const [outcome] = await logIn({ deviceSeconds: 0.05 }, [async () => wait(100)])
  expect(outcome).toBe('device-expired')
})

test.each([
  ['https://evil.example/oauth/device', false],
  ['http://huggingface.co/oauth/device', false],
  ['javascript:alert(1)', false],
  ['https://hf.co@evil.example/oauth/device', false],
  ['https://hf.co/oauth/device', true],
])('the browser may be sent to %s: %s', async (address, isAllowed) => {
  hub = await startHubDouble()
  const reply = { device_code: 'd', user_code: 'ABCD', verification_uri: address, expires_in: 300 }
  const body = JSON.stringify(reply)
  hub.setFault({ path: '/oauth/device', fault: { kind: 'status', status: 200, body } })
  const wish = { endpoint: hub.url, clientId: 'a-client-of-our-own', scope: ['openid'] }
  const outcome = await beginDeviceLogin(wish, needs).then(
    () => 'begun',
    (cause: unknown) => (cause as { error: { code: string } }).error.code,
  )
  expect(outcome).toBe(isAllowed ? 'begun' : 'hub-unexpected-reply')
})
