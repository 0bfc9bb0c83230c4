import { relative } from 'node:path'
import { factsOf } from '../../../shared/domain/provider.ts'
import { ScanInputSchema, type ScanFinding, type ScanView } from '../../../shared/domain/scan.ts'
import { errors, fail } from '../../../shared/errors.ts'
import { addressOf } from '../../../shared/links.ts'
import { scanForTokens } from '../../doctor/scan/scan-for-tokens.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../exit-code.ts'

/** `hubkey scan PATH…`: where tokens lie, and how to make them worthless. Throws as `scanForTokens` does. */
export async function scan(input: unknown, { core, output, signal }: Context): Promise<number> {
  const parsed = ScanInputSchema.safeParse(input)
  if (!parsed.success) throw fail(errors.badInput('At most 1000 paths can be named.'))
  output.progress('Looking for tokens…')
  const view = await scanForTokens({ ...parsed.data, signal }, core.credentials)
  output.result(view, () => describeScan(view, output.hub))
  return view.findings.length === 0 ? exitCodes.done : exitCodes.failed
}

/** `hubkey scan --hook`: a script for `.git/hooks/pre-commit`. */
export async function printHook({ output }: Context): Promise<void> {
  const script =
    '#!/bin/sh\n# Refuses a commit that would hold a token.\nexec hubkey scan --staged\n'
  output.result({ hook: script }, () => script)
}

function describeScan({ findings, read, unread }: ScanView, hub: string): string {
  const lines = findings.map(describeFinding)
  if (unread > 0)
    lines.push(`! ${unread === 1 ? 'One file' : `${unread} files`} could not be read.`)
  if (findings.length === 0) {
    lines.push(`No token in ${read === 1 ? 'one file' : `${read} files`}.`)
    return `${lines.join('\n')}\n`
  }
  lines.push('', ...howToRevoke(findings, hub))
  if (findings.some(({ commit }) => commit !== undefined)) {
    lines.push(
      'What was committed stays in the history, so taking it out of the file is not enough.',
    )
  }
  lines.push('A line that holds “hubkey:allow” is passed over.')
  return `${lines.join('\n')}\n`
}

function describeFinding({
  path,
  line,
  commit,
  provider,
  fingerprint,
  standing,
  account,
}: ScanFinding): string {
  const here = relative(process.cwd(), path)
  const short = path.startsWith('/') && !here.startsWith('..') ? here : path
  const from = commit === undefined ? '' : `${commit ?? 'in no commit any more'}:`
  const label = factsOf(provider, [])?.label ?? provider
  const whose = account === null ? '' : `, ${standing}, of account ${account}`
  return `${from}${short}:${line}  ${label} token [${fingerprint}]${whose}`
}

function howToRevoke(findings: readonly ScanFinding[], hub: string): readonly string[] {
  const ours = findings.filter(
    ({ standing, account }) => standing === 'current' && account !== null,
  )
  const rotate = new Set(
    ours.map(({ provider, account }) =>
      provider === 'huggingface'
        ? `Replace and revoke it: hubkey rotate ${provider} --name ${String(account)} --revoke-old`
        : `Replace it: hubkey rotate ${provider} --name ${String(account)}`,
    ),
  )
  const others = new Set(findings.map(({ provider }) => provider))
  const pages = [...others].flatMap((provider) => {
    if (provider === 'huggingface') return [addressOf({ to: 'manage-tokens' }, hub)]
    return provider === 'ngc' ? [addressOf({ to: 'ngc-keys' }, hub)] : []
  })
  return [...rotate, ...pages.map((page) => `Revoke what was seen by others: ${page}`)]
}
