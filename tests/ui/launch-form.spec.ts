import { errors, fail } from '../../shared/errors.ts'
import { account, cachedModels, gemma, loggedIn, readyRun } from '../fixtures/fake-bridge-world.ts'
import { engines, portTaken } from './scenes/presets.ts'
import { expect, test } from './ui-test.ts'

const [qwen] = cachedModels

test.beforeEach(({ bridge }) => {
  bridge
    .reply('model.cached', cachedModels)
    .reply('engine.list', engines)
    .reply('run.preflight', ({ port }) => (port === 8080 ? portTaken : portTaken.slice(0, 3)))
})

test('a launch is filled in, looked at while it is, and launched as it says', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('run.launch', ({ port }) =>
    port === 8081 ? fail(errors.portInUse(8081)) : { ...readyRun, state: 'starting', url: null },
  )
  const accounts = [account('default', { active: true }), account('work')]
  const page = await openMain('models', { providers: [{ ...loggedIn, accounts }] })
  const opener = page.getByRole('button', { name: `Options for ${qwen!.path}` })
  await opener.click()
  const dialog = page.getByRole('dialog', { name: 'Launch Qwen3-1.7B-GGUF' })
  await page.clock.runFor(500)
  await expect(dialog).toContainText('Nothing stands against it.')
  // The problem stands beside its field, and in the list with its next step.
  const port = dialog.getByRole('textbox', { name: /^Port/ })
  await port.fill('8080')
  await page.clock.runFor(500)
  await expect(port).toHaveAccessibleDescription('Port 8080 is taken by ollama, process 4711.')
  await expect(port).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByRole('list', { name: 'What was looked at' })).toContainText(
    'Use another port.',
  )
  await expect(dialog.getByRole('button', { name: 'Launch anyway' })).toBeVisible()
  // What cannot be is said without asking main.
  await port.fill('99999')
  await expect(port).toHaveAccessibleDescription(/number from 1 to 65535/)
  await port.fill('')
  // Fields follow the engine; one that is not here says so.
  await expect(dialog.getByRole('textbox', { name: /^Further arguments/ })).toHaveCount(0)
  await expect(dialog.getByRole('combobox', { name: /^Account/ })).toHaveCount(0)
  await expect(dialog.getByRole('option', { name: /^vLLM/ })).toHaveText('vLLM — not installed')
  await expect(dialog.getByRole('option', { name: /^custom/ })).toBeDisabled()
  await dialog.getByRole('combobox', { name: /^Engine/ }).selectOption('llama-server')
  await dialog.getByRole('textbox', { name: /^Context/ }).fill('4096')
  await dialog.getByRole('textbox', { name: /^GPUs/ }).fill('none')
  await dialog.getByRole('textbox', { name: /^Further arguments/ }).fill('--flash-attn')
  await dialog.getByRole('combobox', { name: /^When Hubkey ends/ }).selectOption('reuse')
  await port.fill('8081')
  const wish = {
    ...{ repo: qwen!.repo, revision: 'main', file: qwen!.path, port: 8081 },
    ...{ engine: 'llama-server', mode: 'reuse' },
    settings: { context: 4096, gpu: 'none', args: ['--flash-attn'], environment: {} },
  }
  await page.clock.runFor(500)
  await expect.poll(() => bridge.calls('run.preflight').at(-1)).toEqual(wish)
  const go = dialog.getByRole('button', { name: 'Launch', exact: true })
  await go.click()
  await expect(dialog.getByRole('alert')).toContainText('8081')
  await port.fill('8082')
  await go.click()
  await expect(page.getByRole('heading', { level: 1, name: 'Servers' })).toBeVisible()
  expect(bridge.calls('run.launch').at(-1)).toEqual({ ...wish, port: 8082 })
})

test('another place leads to its own form with the model filled in', async ({
  bridge,
  openMain,
}) => {
  bridge.reply('job.hardware', []).reply('job.check', fail(errors.engineFailed('later')))
  const page = await openMain('models')
  const options = page.getByRole('button', { name: `Options for ${qwen!.path}` })
  await options.click()
  const where = page.getByRole('group', { name: 'Where it runs' })
  await expect(where.getByRole('button', { name: 'Remote workstation (later)' })).toBeDisabled()
  await where.getByRole('button', { name: 'Hosted NIM or endpoint' }).click()
  const preset = page.getByRole('dialog', { name: 'New preset' })
  await expect(preset.getByRole('textbox', { name: /^Model/ })).toHaveValue(qwen!.repo)
  await expect(preset.getByRole('combobox', { name: /^Engine/ })).toHaveValue('hf-endpoint')
  await page.keyboard.press('Escape')
  await options.click()
  await where.getByRole('button', { name: 'Hugging Face Jobs' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'New job' })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Command' })).toHaveValue(
    new RegExp(`llama-server -hf ${qwen!.repo} -hff ${qwen!.path}`),
  )
})

test('a model without a file for the embedded engine is launched with another one', async ({
  bridge,
  openMain,
}) => {
  const files = gemma.files.filter(({ launchable }) => !launchable)
  bridge.reply('model.inspect', { ...gemma, files })
  bridge.reply('model.describe', fail(errors.engineFailed('later')))
  const page = await openMain('models')
  await page.getByRole('textbox', { name: 'Model', exact: true }).fill(gemma.repo)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Launch options…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('combobox', { name: /^Engine/ })).toHaveValue('vllm')
  await expect(dialog.getByRole('textbox', { name: /^File/ })).toHaveCount(0)
  await expect(dialog.getByRole('combobox', { name: /^Account/ })).toContainText('default')
})
