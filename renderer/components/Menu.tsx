import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'

/** One verb of a menu. */
export interface MenuItem {
  readonly label: string
  readonly onSelect: () => void
  readonly isDangerous?: boolean
}

interface MenuProps {
  /** What the button says to those who cannot see its face. */
  readonly label: string
  /** What stands on the button; three dots when left out. */
  readonly face?: ReactNode
  readonly items: readonly MenuItem[]
}

/** A button with three dots and the seldom needed verbs behind it. Arrow keys move, Escape closes. */
export function Menu({ label, face, items }: MenuProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isOpen) return
    itemsIn(list.current)[0]?.focus()
    list.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const close = (): void => {
    // First the focus, so that a dialog that opens now gives it back to the button.
    button.current?.focus()
    setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') close()
    else if (!move(list.current, event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className="menu-anchor"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setOpen(false)
      }}
    >
      <button
        ref={button}
        type="button"
        className={face === undefined ? 'button quiet menu-button' : 'button'}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => {
          setOpen(!isOpen)
        }}
      >
        {face ?? <span aria-hidden="true">···</span>}
      </button>
      {isOpen && (
        <div
          ref={list}
          id={id}
          role="menu"
          aria-label={label}
          className="menu"
          onKeyDown={onKeyDown}
        >
          {items.map(({ label: words, onSelect, isDangerous = false }) => (
            <button
              key={words}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={isDangerous ? 'menu-item bad' : 'menu-item'}
              onClick={() => {
                close()
                onSelect()
              }}
            >
              {words}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

function itemsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
}

/** Moves the focus as the key says; false when the key says nothing. */
function move(list: HTMLElement | null, key: string): boolean {
  const items = itemsIn(list)
  const at = items.findIndex((item) => item === document.activeElement)
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
    key
  ]
  if (to === undefined) return false
  items[to % items.length]?.focus()
  return true
}
