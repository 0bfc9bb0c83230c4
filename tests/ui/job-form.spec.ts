import type { Page } from '@playwright/test'
import { errors, fail } from '../../shared/errors.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { account, loggedIn } from '../fixtures/fake-bridge-world.ts'
import { findings, jobCheck, jobList, machines } from '../fixtures/fake-jobs.ts'
import { expect, test } from './ui-test.ts'

/** Beyond the rest that the form waits for after the last letter. */
const rest = 500

async function openForm(page: Page, bridge: FakeBridge): Promise<void> {
  bridge.reply('job.hardware', machines)
  await page.getByRole('button', { name: 'New job' }).first().click()
  await expect(page.getByRole('heading', { name: 'New job' })).toBeVisible()
}

async function script(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Script' }).fill(text)
  await page.clock.runFor(rest)
}

test.beforeEach(({ bridge }) => {
  bridge.reply('job.schedules', [])
})

test('a script is looked at once the typing rests, and submitted at the cost that was agreed to', async ({
  page,
  bridge,
  openMain,
}) => {
  const job = { namespace: 'ada', id: '68a1f00dd1e5c0ffee000009' }
  bridge.reply('job.check', jobCheck()).reply('job.submit', job)
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  const submit = page.getByRole('button', { name: 'Submit…' })
  await expect(submit).toBeDisabled()
  await page.getByLabel('Machine').selectOption('a10g-small')
  await page.getByRole('button', { name: 'Add HF_TOKEN' }).click()
  await script(page, 'print("hello")')
  await expect(page.getByText('It may cost up to $0.50: a10g-small for 30 minutes at most (the default).')).toBeVisible() // prettier-ignore
  expect(bridge.calls('job.check')).toHaveLength(1)
  expect(bridge.calls('job.check')[0]?.form).toMatchObject({
    work: { kind: 'script', source: { kind: 'text', text: 'print("hello")' } },
    flavor: 'a10g-small',
    timeoutSeconds: null,
    secrets: [{ name: 'HF_TOKEN', secret: { from: 'account', account: null } }],
  })
  await submit.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Run this job?' })
  await expect(dialog).toContainText('For ada, with HF_TOKEN.')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  expect(bridge.calls('job.submit')).toEqual([])
  await submit.press('Enter')
  await page.keyboard.press('Enter')
  await expect.poll(() => bridge.calls('job.submit').map(({ agreed }) => agreed)).toEqual([0.5])
  await expect(page.getByRole('heading', { name: 'Jobs', exact: true })).toBeVisible()
  await expect.poll(() => bridge.calls('job.follow').map((call) => call.job)).toEqual([job])
})

test('each finding has one click; the mended job takes the place of the typed one', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.check', jobCheck({ findings }))
  bridge.reply('job.mend', ({ form }) => ({
    ...form,
    work: {
      ...form.work,
      source: { kind: 'text', name: 'script.py', text: 'mended' },
    } as typeof form.work,
    labels: [{ name: 'team', value: 'ml' }],
  }))
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  await script(page, 'as typed')
  const found = page.getByRole('region', { name: 'What was found' })
  await expect(found.getByRole('listitem')).toHaveCount(3)
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeDisabled()
  await found.getByRole('button', { name: 'Create a token that may write' }).click()
  expect(bridge.calls('link.open')).toEqual([{ to: 'create-token', for: 'write' }])
  await found.getByRole('button', { name: 'Take that line away' }).click()
  await expect(page.getByRole('textbox', { name: 'Script' })).toHaveValue('mended')
  bridge.reply('job.check', jobCheck())
  await page.clock.runFor(rest)
  await expect(found.getByRole('listitem')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeEnabled()
  expect(bridge.calls('job.mend').map(({ finding }) => finding)).toEqual(['secret-printed-1'])
})

test('a typed secret goes to main and is gone from the field; a placeholder becomes the account', async ({
  page,
  bridge,
  openMain,
}) => {
  const held = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
  bridge.reply('job.check', jobCheck()).reply('job.take-secret', ({ text }) =>
    text === '$HF_TOKEN'
      ? { from: 'account', provider: 'huggingface', account: null }
      : { from: 'held', held },
  ) // prettier-ignore
  await openMain('jobs', {
    jobs: jobList(),
    providers: [{ ...loggedIn, accounts: [account('default', { active: true }), account('work')] }],
  })
  await openForm(page, bridge)
  await page.getByRole('button', { name: 'Add another secret' }).click()
  await page.getByRole('textbox', { name: 'Name of the secret' }).fill('WANDB_API_KEY')
  await page.getByLabel('Text of WANDB_API_KEY').fill('hush-hush-hush')
  await page.keyboard.press('Enter')
  await expect(page.getByText('••••••••')).toBeVisible()
  expect(await page.content()).not.toContain('hush')
  expect(bridge.calls('job.take-secret')).toEqual([{ text: 'hush-hush-hush' }])
  const value = page.getByRole('combobox', { name: 'Value of WANDB_API_KEY' })
  await value.selectOption('huggingface/work')
  await value.selectOption('')
  await page.getByLabel('Text of WANDB_API_KEY').fill('$HF_TOKEN')
  await page.keyboard.press('Tab')
  await expect(value).toHaveValue('huggingface/')
  await page.getByRole('button', { name: 'Take WANDB_API_KEY away' }).click()
  await expect(value).toHaveCount(0)
})

test('a command is split as a terminal would, and goes to a shell where it has to', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.check', jobCheck())
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  await page.getByRole('button', { name: 'Command in an image' }).click()
  await page.getByRole('textbox', { name: 'Image' }).fill('python:3.12')
  const field = page.getByRole('textbox', { name: 'Command' })
  for (const [typed, words] of [
    [`python -c 'print("a b")'`, ['python', '-c', 'print("a b")']],
    ['echo one && echo $TWO', ['bash', '-c', 'echo one && echo $TWO']],
  ] as const) {
    await field.fill(typed)
    await page.clock.runFor(rest)
    await expect.poll(() => bridge.calls('job.check').at(-1)?.form.work).toMatchObject({ image: 'python:3.12', command: words }) // prettier-ignore
  }
})

test('a script is chosen in the system’s dialog, and its text stays away', async ({
  page,
  bridge,
  openMain,
}) => {
  const file = '1b4e28ba-2fa1-41d2-883f-0016d3cca427'
  bridge
    .reply('job.check', jobCheck())
    .reply('job.pick-script', { script: { file, name: 'train.py' } })
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  await page.getByRole('button', { name: 'Script file' }).click()
  await expect(page.getByText('Choose a script.', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Choose a script…' }).click()
  await expect(page.getByText('train.py, read anew when the job is submitted')).toBeVisible()
  await page.clock.runFor(rest)
  await expect.poll(() => bridge.calls('job.check').at(-1)?.form.work).toMatchObject({ source: { kind: 'file', file } }) // prettier-ignore
})

test('a job with times is scheduled, and a changed price is told in the question', async ({
  page,
  bridge,
  openMain,
}) => {
  bridge.reply('job.check', jobCheck()).reply('job.schedule', fail(errors.jobCostChanged(2)))
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  await page.getByRole('combobox', { name: /^When/ }).fill('@daily')
  await script(page, 'print(1)')
  await page.getByRole('button', { name: 'Schedule…' }).click()
  await page.getByRole('button', { name: 'Schedule it' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('up to $2.00')
  expect(bridge.calls('job.schedule').map(({ times }) => times)).toEqual(['@daily'])
})

test('without a token the form says so, and what was typed stays when the page is left', async ({
  page,
  bridge,
  openMain,
}) => {
  const problem = errors.noToken('Hugging Face')
  bridge.reply('job.check', jobCheck({ problem, namespace: null }))
  bridge.reply('model.cached', [])
  await openMain('jobs', { jobs: jobList() })
  await openForm(page, bridge)
  await script(page, 'print(1)')
  await expect(page.getByRole('status').filter({ hasText: problem.message })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Submit…' })).toBeDisabled()
  await page.getByRole('button', { name: 'This machine' }).click()
  await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('textbox', { name: 'Script' })).toHaveValue('print(1)')
})
