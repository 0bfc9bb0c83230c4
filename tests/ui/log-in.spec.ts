import type { Page } from '@playwright/test'
import type { DraftView } from '../../shared/domain/draft.ts'
import { errors, fail, type AppError } from '../../shared/errors.ts'
import { draft, loggedOut, unlocked, verified, world } from '../fixtures/fake-bridge-world.ts'
import type { FakeBridge } from '../fixtures/fake-bridge.ts'
import { expect, test } from './ui-test.ts'

const token = 'hf_QpXwLnRtVbYkMzCdFgHjSaEuIoPqWx'

/** Main takes in a token and the provider knows its owner. */
function takesAndVerifies(bridge: FakeBridge): void {
  bridge
    .reply('draft.paste', draft)
    .reply('draft.enter', { ...draft, length: token.length })
    .reply('draft.verify', { ...draft, verification: verified() })
    .reply('draft.save', { account: 'default' })
}

function dots(page: Page) {
  return page.getByRole('img', { name: /^Token of \d+ characters$/ })
}

test('paste, verify and save need nothing but Enter after the first click', async ({
  bridge,
  openToken,
}) => {
  takesAndVerifies(bridge)
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(dots(page)).toHaveText('•'.repeat(37))
  await expect(page.getByRole('button', { name: 'Verify' })).toBeFocused()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.keyboard.press('Enter')
  const card = page.getByRole('article', { name: 'Who this token belongs to' })
  await expect(card).toContainText('Ada Byron @ada')
  await expect(card).toContainText('Fine-grained')
  await expect(card).toContainText('The Lab (contributor)')
  await expect(card).toContainText('Can: read gated models you were granted')
  await expect(card).toContainText('Cannot: push, run jobs')
  await expect(page.getByRole('button', { name: 'Save' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status')).toContainText('Logged in as Ada Byron')
  expect(bridge.calls('draft.save')).toEqual([{ draft: draft.id }])
  expect(bridge.calls('window.close')).toHaveLength(0)
  await page.clock.runFor(2000)
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  // A saved draft is main's to forget; nothing is thrown away here.
  expect(bridge.calls('draft.discard')).toHaveLength(0)
})

test('the field is empty before main has answered, and "undo" brings nothing back', async ({
  bridge,
  openToken,
}) => {
  let answer: (view: DraftView) => void = () => undefined
  takesAndVerifies(bridge)
  bridge.reply('draft.enter', () => new Promise<DraftView>((resolve) => (answer = resolve)))
  const page = await openToken()
  const field = page.getByRole('textbox', { name: 'Token' })
  await expect(field).toBeFocused()
  await expect(field).toHaveAttribute('type', 'password')
  await expect(field).toHaveAttribute('autocomplete', 'off')
  await expect(field).toHaveAttribute('spellcheck', 'false')
  await page.keyboard.type(token)
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.calls('draft.enter'))
    .toEqual([{ provider: 'huggingface', text: token }])
  await expect(field).toHaveValue('')
  answer({ ...draft, length: token.length })
  await expect(page.getByRole('article')).toContainText('Ada Byron')
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(field).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(field).toHaveValue('')
  expect(await page.content()).not.toContain(token)
})

test('a typed token is nowhere in the page once it is verified', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  const page = await openToken()
  await page.getByRole('textbox', { name: 'Token' }).fill('not-a-token-but-a-control-in-the-heap')
  expect(await heapOf(page)).toContain('not-a-token-but-a-control-in-the-heap')
  await page.getByRole('textbox', { name: 'Token' }).fill('')
  await page.keyboard.type(token)
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('article')).toContainText('Ada Byron')
  expect(await page.content()).not.toContain(token)
  expect(await heapOf(page)).not.toContain(token)
})

test('Ctrl+V lets main read the clipboard, so the text never enters the page', async ({
  bridge,
  openToken,
}) => {
  takesAndVerifies(bridge)
  const page = await openToken()
  const seen = await page.evaluate((text) => {
    const field = document.querySelector('input')!
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
    field.dispatchEvent(paste)
    return { prevented: paste.defaultPrevented, value: field.value }
  }, token)
  expect(seen).toEqual({ prevented: true, value: '' })
  await expect(dots(page)).toBeVisible()
  expect(bridge.calls('draft.paste')).toEqual([{ provider: 'huggingface' }])
  expect(bridge.calls('draft.enter')).toEqual([])
})

test('a second paste takes the place of the first, which main may forget', async ({
  bridge,
  openToken,
}) => {
  const second = { ...draft, id: '0c6f8d52-1a93-4d0e-8a4e-2f2d4a7f9b10', length: 12 }
  bridge.reply('draft.paste', draft)
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(dots(page)).toHaveText('•'.repeat(37))
  bridge.reply('draft.paste', second)
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(dots(page)).toHaveText('•'.repeat(12))
  expect(bridge.calls('draft.discard')).toEqual([{ draft: draft.id }])
})

test('a token of a megabyte is forty dots', async ({ bridge, openToken }) => {
  bridge.reply('draft.paste', { ...draft, length: 1_000_000 })
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(dots(page)).toHaveText('•'.repeat(40))
})

const refusals: readonly [string, AppError][] = [
  ['empty', errors.tokenEmpty()],
  ['too long', errors.tokenTooLong(4096)],
  ['too short', errors.tokenTooShort(8)],
  ['several lines', errors.tokenSeveralLines()],
  ['bad characters', errors.tokenBadCharacters()],
]

for (const [what, error] of refusals) {
  test(`a refused paste (${what}) says so and what to do`, async ({ bridge, openToken }) => {
    bridge.reply('draft.paste', fail(error))
    const page = await openToken()
    await page.getByRole('button', { name: 'Paste' }).click()
    await expect(page.getByRole('alert')).toContainText(error.message)
    await expect(page.getByRole('alert')).toContainText(error.action!.label)
    await expect(page.getByRole('textbox', { name: 'Token' })).toBeFocused()
  })
}

const silences: readonly AppError[] = [
  errors.hubUnreachable('huggingface.co'),
  errors.hubTimeout('huggingface.co', 10),
  errors.hubRateLimited('huggingface.co', 40),
  errors.hubServerError('huggingface.co', 500),
  errors.hubUnexpectedReply('huggingface.co'),
]

for (const error of silences) {
  test(`${error.code} is not "invalid": the token can be saved unverified`, async ({
    bridge,
    openToken,
  }) => {
    takesAndVerifies(bridge)
    bridge.reply('draft.verify', {
      ...draft,
      verification: { state: 'unverified', identity: null, checkedAt: null, error },
    })
    const page = await openToken()
    await page.getByRole('button', { name: 'Paste' }).click()
    await page.getByRole('button', { name: 'Verify' }).click()
    await expect(page.getByText(error.message)).toBeVisible()
    await expect(page.getByText('You can save the token now')).toBeVisible()
    const save = page.getByRole('button', { name: 'Save unverified' })
    await expect(save).toBeFocused()
    await page.getByRole('button', { name: 'Verify again' }).click()
    await expect.poll(() => bridge.calls('draft.verify')).toHaveLength(2)
    await save.click()
    await expect(page.getByText('Hubkey verifies it as soon as it gets an answer')).toBeVisible()
  })
}

test('a rejected token cannot be saved and leads to a new one', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  bridge.reply('draft.verify', {
    ...draft,
    verification: {
      state: 'rejected',
      identity: null,
      checkedAt: null,
      error: errors.tokenRejected('Hugging Face'),
    },
  })
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert')).toContainText('does not accept this token')
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.getByRole('button', { name: 'Create a token' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'create-token' }])
})

test('the link in the text opens the page for a token with the least rights', async ({
  bridge,
  openToken,
}) => {
  const page = await openToken({ providers: [loggedOut] })
  await page.getByRole('button', { name: 'make one with just the rights you need' }).click()
  await expect.poll(() => bridge.calls('link.open')).toEqual([{ to: 'create-token' }])
})

test('Escape and Cancel leave without a trace', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await expect(dots(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(1)
  expect(bridge.calls('draft.discard')).toEqual([{ draft: draft.id }])
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => bridge.calls('window.close')).toHaveLength(2)
  expect(bridge.calls('draft.save')).toEqual([])
})

test('clicking twice asks once', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  bridge.reply('draft.verify', () => new Promise<DraftView>(() => undefined))
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  const verify = page.getByRole('button', { name: 'Verify' })
  await verify.dblclick()
  await expect(verify).toHaveAttribute('aria-busy', 'true')
  await expect(page.getByText('Asking Hugging Face…')).toBeVisible()
  expect(bridge.calls('draft.verify')).toHaveLength(1)
  await page.getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeFocused()
})

test('a draft that waited too long leads back to the field', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  bridge.reply('draft.verify', fail(errors.draftGone()))
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByRole('alert')).toContainText('discarded after waiting too long')
  await expect(page.getByRole('textbox', { name: 'Token' })).toBeFocused()
})

test('a failed save keeps the token and can be tried again', async ({ bridge, openToken }) => {
  takesAndVerifies(bridge)
  bridge.reply('draft.save', fail(errors.storeWriteFailed('/x/credentials.json', 'ENOSPC')))
  const page = await openToken()
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toContainText('ENOSPC')
  await expect(page.getByRole('alert')).toContainText('What was there before is still there')
  bridge.reply('draft.save', { account: 'default' })
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toContainText('Logged in as')
})

test('the window says where the token goes and follows the keyring', async ({
  bridge,
  openToken,
}) => {
  takesAndVerifies(bridge)
  const locked = {
    ...unlocked,
    state: 'locked',
    sentence: 'The keyring is locked.',
    store: { kind: 'none' },
  } as const
  const page = await openToken({ keyring: locked })
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('The keyring is locked.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled()
  await page.getByRole('button', { name: 'Unlock…' }).click()
  await expect.poll(() => bridge.calls('keyring.unlock')).toHaveLength(1)
  await bridge.push('snapshot', world({ revision: 2 }))
  await expect(page.getByText('Goes to your keyring.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toBeEnabled()
  const store = { kind: 'file', path: '/home/ada/.config/hubkey/credentials.json' } as const
  await bridge.push(
    'snapshot',
    world({ revision: 3, keyring: { ...unlocked, state: 'absent', store } }),
  )
  await expect(page.getByText(`Goes to a file: ${store.path}`)).toBeVisible()
})

/** Everything JavaScript in the page can reach, as the debugger's heap snapshot has it. */
async function heapOf(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const chunks: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk))
  await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot')
  await session.detach()
  return chunks.join('')
}
