import { useState, type ReactNode } from 'react'
import type { Notice } from '../../../shared/domain/notice.ts'
import { ActionButton } from '../../components/ErrorNote.tsx'
import { Dot } from '../../components/Dot.tsx'
import { Menu } from '../../components/Menu.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { snooze } from '../../token-actions.ts'

/** More would push the tokens themselves out of sight. */
const shownAtFirst = 3

/** What a careful person would want to know, the gravest first; each can be put off. */
export function Notices(): ReactNode {
  const notices = useSnapshot((snapshot) => snapshot.notices)
  const [isWhole, setWhole] = useState(false)
  if (notices.length === 0) return null
  const shown = isWhole ? notices : notices.slice(0, shownAtFirst)
  return (
    <section className="card notices" aria-label="Worth knowing">
      <ul className="rows">
        {shown.map((notice) => (
          <li key={notice.id}>
            <NoticeRow notice={notice} />
          </li>
        ))}
      </ul>
      {notices.length > shownAtFirst && (
        <button
          type="button"
          className="link meta notices-more"
          aria-expanded={isWhole}
          onClick={() => {
            setWhole(!isWhole)
          }}
        >
          {isWhole ? 'Show fewer' : `Show ${notices.length - shownAtFirst} more`}
        </button>
      )}
    </section>
  )
}

function NoticeRow({ notice }: { readonly notice: Notice }): ReactNode {
  const { id, severity, sentence, action } = notice
  return (
    <>
      <div className="row">
        <Dot tone={severity === 'warning' ? 'warn' : 'calm'} />
        <div className="grow notice-words">
          {sentence}
          {action?.does.kind === 'advice' && <span className="meta"> {action.label}.</span>}
        </div>
        <ActionButton action={action} />
        <Menu
          label={`Put off: ${sentence}`}
          items={[
            {
              label: 'Remind me in a week',
              onSelect: () => {
                snooze(id, 7)
              },
            },
            {
              label: 'Remind me in a month',
              onSelect: () => {
                snooze(id, 30)
              },
            },
          ]}
        />
      </div>
      <PlaceNote place={places.notice(id)} />
    </>
  )
}
