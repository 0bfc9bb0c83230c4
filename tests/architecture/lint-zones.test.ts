import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { fromRoot } from '../../build/paths.ts'

// Typed rules want files that exist; the zones and bans read the syntax alone.
const eslint = new ESLint({
  cwd: fromRoot(),
  overrideConfig: [tseslint.configs.disableTypeChecked],
  ruleFilter: ({ ruleId }) => ruleId.includes('no-restricted-'),
})

async function complaintsAbout(file: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: fromRoot(file) })
  return result!.messages.map(({ message }) => message)
}

describe('the linter', () => {
  it.each([
    ['electron/hub/x.ts', `import { app } from 'electron'`, 'The core also runs'],
    ['electron/hub/x.ts', `import type { App } from 'electron'`, 'The core also runs'],
    ['electron/hub/x.ts', `import { tray } from '../desktop/tray.ts'`, 'let the shell call'],
    ['electron/cli.ts', `import { tray } from './desktop/tray.ts'`, 'let the shell call'],
    ['electron/desktop/x.ts', `import { V } from '../../renderer/V.tsx'`, 'knows nothing'],
    ['electron/desktop/x.ts', `import { ipcMain } from 'electron'`, 'ipc-server.ts alone'],
    ['electron/desktop/x.ts', `import { ipcRenderer } from 'electron'`, 'preload script'],
    ['electron/preload.ts', `import { ipcMain } from 'electron'`, 'ipc-server.ts alone'],
    ['electron/preload.ts', `import { readFileSync } from 'node:fs'`, 'sandboxed'],
    ['shared/x.ts', `import { readFileSync } from 'node:fs'`, 'pure'],
    ['shared/x.ts', `import { P } from '../electron/ports.ts'`, 'knows neither'],
    ['renderer/x.ts', `import { z } from 'zod'`, 'renderer/ imports itself'],
    ['renderer/x.ts', `import { P } from '../electron/ports.ts'`, 'window.bridge'],
    ['shared/x.ts', `export enum Colour { red }`, 'union of string literals'],
    ['shared/x.ts', `export default 1`, 'by name'],
    ['electron/hub/x.ts', `export const home = process.env.HOME`, 'electron/environment.ts'],
    ['electron/app/x.ts', `export const text = secret.reveal()`, 'Pass the Secret on'],
    ['electron/desktop/x.ts', `shell.openExternal(address)`, 'openLink'],
  ])('refuses in %s: %s', async (file, text, reason) => {
    const complaints = await complaintsAbout(file, text)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toContain(reason)
  })

  it.each([
    ['electron/desktop/x.ts', `import { app } from 'electron'`],
    ['electron/main.ts', `import { app } from 'electron'; export const e = process.env`],
    ['electron/desktop/ipc-server.ts', `import { ipcMain } from 'electron'`],
    ['electron/preload.ts', `import { ipcRenderer } from 'electron'`],
    ['electron/preload.ts', `import type { Bridge } from '../shared/ipc/bridge.ts'`],
    ['electron/desktop/open-link.ts', `shell.openExternal(address)`],
    ['electron/keyring/x.ts', `export const text = secret.reveal()`],
    ['electron/environment.ts', `export const home = process.env.HOME`],
    ['shared/x.ts', `import { z } from 'zod'; import { a } from './a.ts'`],
    ['renderer/x.ts', `import { a } from '../shared/a.ts'; import 'react-dom/client'`],
    ['build/vitest.config.ts', `export default process.env.CI`],
    ['tests/unit/x.test.ts', `secret.reveal(process.env.HOME)`],
  ])('allows in %s: %s', async (file, text) => {
    expect(await complaintsAbout(file, text)).toEqual([])
  })
})
