import type { ReactNode } from 'react'
import { lookAtNamespace } from '../../job-actions.ts'
import { useJobs } from '../../state/jobs.ts'
import { useSnapshot } from '../../state/snapshot.ts'

/** Whose jobs are shown; nothing for whoever belongs to no organisation. */
export function NamespaceChoice(): ReactNode {
  const chosen = useJobs(({ namespace }) => namespace)
  const hub = useSnapshot(({ providers }) => providers.find(({ id }) => id === 'huggingface'))
  const organisations = hub?.verification?.identity?.organisations ?? []
  if (organisations.length === 0) return null
  return (
    <select
      className="input small"
      aria-label="Whose jobs"
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) => {
        lookAtNamespace(value === '' ? null : value)
      }}
    >
      <option value="">{hub?.username ?? 'your own'}</option>
      {organisations.map(({ name }) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  )
}
