import { errors, fail } from '../../shared/errors.ts'
import { readyRun, world } from '../fixtures/fake-bridge-world.ts'
import { engines, found, twoPresets } from './scenes/presets.ts'
import { expect, test } from './ui-test.ts'

test.beforeEach(({ bridge }) => {
  bridge.reply('model.cached', []).reply('engine.list', engines).reply('run.preflight', [])
})

test('a preset is looked at before it starts, and starts by itself when nothing stands against it', async ({
  bridge,
  openMain,
}) => {
  const fine = found.filter(({ state }) => state !== 'problem')
  // Another preset's, which is used again.
  const run = { ...readyRun, preset: 'other' }
  bridge.reply('preset.preflight', fine).reply('preset.launch', run)
  const page = await openMain('models', { presets: twoPresets })
  await page.getByRole('button', { name: 'Launch qwen' }).click()
  await expect(page.getByRole('list', { name: 'Before qwen starts' })).toContainText('27.3.1')
  await expect.poll(() => bridge.calls('preset.launch')).toEqual([{ name: 'qwen' }])
  await bridge.push('snapshot', world({ revision: 2, presets: twoPresets, runs: [run] }))
  await page.getByRole('button', { name: 'Show the server of qwen' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Servers' })).toBeVisible()
})

test('a problem holds it back, until the user says otherwise', async ({ bridge, openMain }) => {
  bridge.reply('preset.preflight', [...found]).reply('preset.launch', readyRun)
  const page = await openMain('models', { presets: twoPresets })
  await page.getByRole('button', { name: 'Launch nemotron' }).click()
  const list = page.getByRole('list', { name: 'Before nemotron starts' })
  await expect(list).toContainText('taken by ollama, process 4711. Use another port.')
  await expect(list.getByRole('button', { name: 'Log in to NVIDIA NGC' })).toBeVisible()
  expect(bridge.calls('preset.launch')).toEqual([])
  await page.getByRole('button', { name: 'Launch anyway' }).click()
  await expect.poll(() => bridge.calls('preset.launch')).toEqual([{ name: 'nemotron' }])
})

test('a preset is written in a form that keeps what was typed', async ({ bridge, openMain }) => {
  const page = await openMain('models')
  await page.getByRole('button', { name: 'New preset…' }).click()
  const dialog = page.getByRole('dialog', { name: 'New preset' })
  const save = dialog.getByRole('button', { name: 'Save', exact: true })
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('my model')
  await dialog.getByRole('combobox', { name: /^Engine/ }).selectOption('ollama')
  await expect(dialog).toContainText('ssh-ed25519 AAAAC3NzaC1lZDI1 ada')
  await dialog.getByRole('button', { name: 'Copy the key' }).click()
  await expect(dialog.getByText('Copied', { exact: true })).toBeVisible()
  expect(bridge.calls('engine.copy-key')).toHaveLength(1)
  await dialog.getByRole('combobox', { name: /^Engine/ }).selectOption('llama-server')
  await dialog.getByRole('textbox', { name: /^Model/ }).fill('acme/model')
  await dialog.getByRole('textbox', { name: /^GPUs/ }).fill('0, 1')
  await dialog.getByRole('textbox', { name: /^Variables/ }).fill('LLAMA_LOG=1')
  await save.click()
  await expect(dialog).toContainText('A name has letters')
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('mine')
  await save.click()
  await expect(dialog).toHaveCount(0)
  expect(bridge.calls('preset.save')).toEqual([
    {
      ...{ name: 'mine', base: null },
      preset: {
        ...{ engine: 'llama-server', model: 'acme/model', revision: 'main', port: 0, mode: 'own' },
        ...{ gpu: [0, 1], args: [], env: { LLAMA_LOG: '1' }, autostart: false },
      },
    },
  ])
})

test('an edit that the file has overtaken is lost on neither side', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('preset.save', ({ base }) =>
    base === 'a1' ? fail(errors.presetConflict('qwen')) : undefined,
  )
  const page = await openMain('models', { presets: twoPresets })
  await page.getByRole('button', { name: 'More for qwen' }).click()
  await page.getByRole('menuitem', { name: 'Change…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Change “qwen”' })
  await dialog.getByRole('textbox', { name: /^Port/ }).fill('9090')
  const [qwen, other] = twoPresets.presets
  const presets = { ...twoPresets, presets: [{ ...qwen!, revision: 'a2' }, other!] }
  await bridge.push('snapshot', world({ revision: 2, presets }))
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('Nothing was overwritten')
  await expect(dialog.getByRole('textbox', { name: /^Port/ })).toHaveValue('9090')
  await dialog.getByRole('button', { name: 'Keep mine, and save again' }).click()
  await expect(dialog).toHaveCount(0)
  expect(bridge.calls('preset.save').map(({ base }) => base)).toEqual(['a1', 'a2'])
})

test('a preset is removed only when the user says so again', async ({ bridge, openMain }) => {
  const page = await openMain('models', { presets: twoPresets })
  await page.getByRole('button', { name: 'More for qwen' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect.poll(() => bridge.calls('preset.remove')).toEqual([{ name: 'qwen', base: 'a1' }])
})
