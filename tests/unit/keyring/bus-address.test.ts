import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBusAddress, socketsOf } from '../../../electron/keyring/bus-address.ts'
import { readKeyringPolicy } from '../../../electron/keyring/policy.ts'
import { workerEnvironment } from '../../../electron/keyring/worker-environment.ts'

test.each([
  ['unix:path=/run/user/1000/bus', ['/run/user/1000/bus']],
  ['unix:path=/tmp/a%20b,guid=00ff', ['/tmp/a b']],
  ['unix:abstract=/tmp/dbus-x,guid=1', ['\0/tmp/dbus-x']],
  ['tcp:host=localhost,port=1;unix:path=/a;unix:path=/b', ['/a', '/b']],
  ['unixexec:path=ssh', []],
  ['nonsense', []],
  ['', []],
])('the sockets of %j', (address, sockets) => {
  expect(socketsOf(address)).toEqual(sockets)
})

test("the user's own bus is found without the variable, as GDBus finds it", () => {
  const runtime = mkdtempSync(join(tmpdir(), 'hubkey-run-'))
  try {
    expect(findBusAddress({ XDG_RUNTIME_DIR: runtime })).toBeNull()
    writeFileSync(join(runtime, 'bus'), '')
    const found = findBusAddress({ XDG_RUNTIME_DIR: runtime })
    expect(socketsOf(found ?? '')).toEqual([join(runtime, 'bus')])
    expect(findBusAddress({ XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: 'x' })).toBe('x')
  } finally {
    rmSync(runtime, { recursive: true })
  }
})

test('the worker gets what finds the keyring and nothing that holds a token', () => {
  const env = {
    HOME: '/home/ada',
    DISPLAY: ':1',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/b',
    HF_TOKEN: 'x'.repeat(20),
    NGC_API_KEY: 'y'.repeat(20),
    NODE_OPTIONS: '--inspect',
    ELECTRON_RUN_AS_NODE: '1',
    LD_PRELOAD: '/evil.so',
  }
  expect(workerEnvironment(env)).toEqual({
    HOME: '/home/ada',
    DISPLAY: ':1',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/b',
  })
})

test.each([
  [undefined, 'auto'],
  ['', 'auto'],
  ['off', 'off'],
  ['OFF', 'off'],
  ['required', 'required'],
  ['nonsense', 'auto'],
])('HUBKEY_KEYRING=%j means %s', (value, policy) => {
  expect(readKeyringPolicy({ HUBKEY_KEYRING: value })).toBe(policy)
})
