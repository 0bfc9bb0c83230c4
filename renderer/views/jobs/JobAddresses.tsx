import type { ReactNode } from 'react'
import { isOver, jobName } from '../../../shared/domain/job-facts.ts'
import type { JobSummary } from '../../../shared/domain/job-view.ts'
import { openLink } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { useMoment } from '../../components/use-moment.ts'
import { copyAddress } from '../../job-detail-actions.ts'
import { portOf } from '../../words/job.ts'

/** Where a job's ports can be reached while it runs. */
export function JobAddresses({ job }: { readonly job: JobSummary }): ReactNode {
  if (isOver(job)) return null
  return (
    <ul className="addresses" aria-label={`Addresses of ${job.title}`}>
      {job.addresses.map((address) => (
        <li key={address}>
          <Address job={job} address={address} />
        </li>
      ))}
    </ul>
  )
}

function Address({
  job,
  address,
}: {
  readonly job: JobSummary
  readonly address: string
}): ReactNode {
  const [isCopied, showCopied] = useMoment()
  const port = portOf(job.id, address)
  return (
    <div className="row">
      <span className="grow mono">{address}</span>
      <Button
        kind="quiet"
        aria-label={`Copy ${address}`}
        onClick={() => {
          copyAddress(jobName(job), address, showCopied)
        }}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
      {port !== null && (
        <Button
          kind="quiet"
          aria-label={`Open ${address}`}
          onClick={() => {
            openLink({ to: 'job-port', id: job.id, port })
          }}
        >
          Open
        </Button>
      )}
    </div>
  )
}
