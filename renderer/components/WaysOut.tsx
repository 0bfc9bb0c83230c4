import type { ReactNode } from 'react'
import { openLink, showWindow } from '../actions.ts'
import { searchOpen } from '../search-actions.ts'
import { goTo } from '../state/ui.ts'
import { Button } from './Button.tsx'

/** Three ways on for somebody who may not have a model: another account, another model, or to ask for it. */
export function WaysOut({ repo }: { readonly repo: string }): ReactNode {
  return (
    <div className="row wrap ways-out" role="group" aria-label={`Ways on without ${repo}`}>
      <Button
        onClick={() => {
          showWindow('log-in')
        }}
      >
        Connect Hugging Face
      </Button>
      <Button
        onClick={() => {
          searchOpen()
          goTo('models')
        }}
      >
        Choose an open model
      </Button>
      <Button
        onClick={() => {
          openLink({ to: 'model', repo })
        }}
      >
        Open the model’s page
      </Button>
    </div>
  )
}
