import { useId, type ReactNode } from 'react'
import { nameProblem } from '../words/account.ts'
import { useTokenFlow } from './flow.ts'
import { useProvider } from './intent.ts'

/** Asks for the new account's name where there is another one already; otherwise nobody needs to choose. */
export function AccountName(): ReactNode {
  const accountName = useTokenFlow((state) => state.accountName)
  const problem = useNameProblem()
  const accounts = useProvider()?.accounts ?? []
  const hintId = useId()
  if (accounts.length === 0) return null
  return (
    <label className="field account-name">
      <span>Name of this account</span>
      <input
        className="input"
        value={accountName}
        maxLength={64}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={problem !== null}
        aria-describedby={hintId}
        onChange={({ currentTarget }) => {
          useTokenFlow.setState({ accountName: currentTarget.value })
        }}
      />
      <span id={hintId} className={problem === null ? 'meta' : 'warn-text'}>
        {problem ?? 'Left empty, Hubkey takes the user name.'}
      </span>
    </label>
  )
}

/** Why the typed name cannot be used; null when it can, or when none is typed. */
export function useNameProblem(): string | null {
  const name = useTokenFlow((state) => state.accountName).trim()
  const accounts = useProvider()?.accounts ?? []
  if (name === '') return null
  return nameProblem(
    name,
    accounts.map((account) => account.name),
  )
}
