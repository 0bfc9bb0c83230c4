import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findCommandLine } from '../../../electron/desktop/command-line.ts'
import { temporaryFolder } from '../../fixtures/keyring-session.ts'

let folder: Awaited<ReturnType<typeof temporaryFolder>>

beforeEach(async () => {
  folder = await temporaryFolder()
  await mkdir(join(folder.path, 'bin'))
  for (const name of ['node', 'hubkey']) {
    await writeFile(join(folder.path, 'bin', name), '', { mode: 0o755 })
  }
})
afterEach(async () => {
  await folder.remove()
})

test('a checkout has its bundle run by the Node of PATH', async () => {
  const PATH = `relative::/nowhere:${folder.path}/bin`
  expect(await findCommandLine('/checkout', { PATH })).toEqual([
    join(folder.path, 'bin/node'),
    '/checkout/out/cli/cli.cjs',
  ])
})

test('a package has the hubkey of PATH, for its own files only Electron can read', async () => {
  const PATH = `${folder.path}/bin`
  const root = '/opt/hubkey/resources/app.asar'
  expect(await findCommandLine(root, { PATH })).toEqual([join(folder.path, 'bin/hubkey')])
})

test('without such a program there is nothing to name', async () => {
  expect(await findCommandLine('/checkout', { PATH: folder.path })).toBeNull()
  expect(await findCommandLine('/x/app.asar', {})).toBeNull()
})
