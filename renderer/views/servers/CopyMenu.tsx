import { useEffect, useState, type ReactNode } from 'react'
import type { RunView } from '../../../shared/domain/run.ts'
import { snippets, type Snippet } from '../../../shared/domain/snippet.ts'
import { copySnippet } from '../../actions.ts'
import { Menu } from '../../components/Menu.tsx'
import { shortName } from '../../words/run.ts'

/** How long the button says what was copied, in milliseconds. */
const copiedMs = 1600

const labels: Readonly<Record<Snippet, string>> = {
  address: 'OpenAI base URL',
  curl: 'curl command',
  python: 'Python snippet',
}

/** What reaches this server, to be pasted elsewhere. Main writes it to the clipboard. */
export function CopyMenu({ run }: { readonly run: RunView }): ReactNode {
  const [copied, setCopied] = useState<Snippet | null>(null)
  useEffect(() => {
    if (copied === null) return
    const timer = setTimeout(() => {
      setCopied(null)
    }, copiedMs)
    return () => {
      clearTimeout(timer)
    }
  }, [copied])
  return (
    <>
      <Menu
        label={`Copy what reaches ${shortName(run.repo)}`}
        face={copied === null ? 'Copy' : 'Copied'}
        items={snippets.map((what) => ({
          label: labels[what],
          onSelect: () => {
            copySnippet(run.id, what, () => {
              setCopied(what)
            })
          },
        }))}
      />
      <span className="visually-hidden" role="status">
        {copied === null ? '' : `${labels[copied]} copied`}
      </span>
    </>
  )
}
