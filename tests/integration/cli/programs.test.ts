import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { bin, version } from '../../../package.json'
import { root } from '../../fixtures/desktop/hubkey-app.ts'

const run = promisify(execFile)

/** As a link in a folder of programs starts it, which is how npm and npx do. */
async function start(program: string, args: readonly string[]): Promise<string> {
  return (await run(join(root, program), [...args])).stdout
}

it('are started by their files alone, without node before them', async () => {
  expect(await start(bin.hubkey, ['--version'])).toBe(`${version}\n`)
  expect(await start(bin['docker-credential-hubkey'], ['version'])).toContain(version)
})
