;; Finds the places where a secret may stand, many bytes at a step; `candidates.ts` says how it is used and
;; judges every place it names. `tests/unit/redaction/candidates.test.ts` compiles this text and compares.
;;
;; Memory, in bytes:
;;        0  a bit for each of 2^19 hashes: whether a known text holds such a group of four bytes, or a head
;;           such three
;;    65536  six tables of 16 bytes: for each of a head's three bytes its low and its high half
;;    65664  for each byte whether it may stand between `://` and `@`
;;    65920  the places found, 32 bits each, 65536 at most
;;   328064  the 65536 bytes to look at, and 16 more that may hold anything
(module
  (memory (export "memory") 7)

  ;; The bit of a group of bytes.
  (func $isKnown (param $group i32) (result i32)
    (local $hash i32)
    (local.set $hash (i32.shr_u (i32.mul (local.get $group) (i32.const 0x9E3779B1)) (i32.const 13)))
    (i32.and
      (i32.shr_u
        (i32.load8_u (i32.shr_u (local.get $hash) (i32.const 3)))
        (i32.and (local.get $hash) (i32.const 7)))
      (i32.const 1)))

  ;; Looks at the four bytes at every `stride`th place before `end`. Returns how many places were found.
  (func (export "groups") (param $end i32) (param $stride i32) (result i32)
    (local $from i32)
    (local $found i32)
    (local $hash i32)
    (block $done
      (loop $next
        (br_if $done (i32.gt_u (i32.add (local.get $from) (i32.const 4)) (local.get $end)))
        ;; As in $isKnown: V8 of Electron's age does not inline a call.
        (local.set $hash
          (i32.shr_u
            (i32.mul (i32.load offset=328064 align=1 (local.get $from)) (i32.const 0x9E3779B1))
            (i32.const 13)))
        (if
          (i32.and
            (i32.shr_u
              (i32.load8_u (i32.shr_u (local.get $hash) (i32.const 3)))
              (i32.and (local.get $hash) (i32.const 7)))
            (i32.const 1))
          (then
            (i32.store offset=65920 (i32.shl (local.get $found) (i32.const 2)) (local.get $from))
            (local.set $found (i32.add (local.get $found) (i32.const 1)))))
        (local.set $from (i32.add (local.get $from) (local.get $stride)))
        (br $next)))
    (local.get $found))

  ;; Whether a head may stand here: its very three bytes, which the kinds below only come near to, and no
  ;; address without a user, which nearly every line of some logs has.
  (func $isHead (param $place i32) (param $end i32) (result i32)
    (local $trigram i32)
    (local.set $trigram
      (i32.and (i32.load offset=328064 align=1 (local.get $place)) (i32.const 0xffffff)))
    (if (i32.eqz (call $isKnown (local.get $trigram)))
      (then (return (i32.const 0))))
    (if (i32.ne (local.get $trigram) (i32.const 0x2f2f3a))
      (then (return (i32.const 1))))
    (local.set $place (i32.add (local.get $place) (i32.const 3)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $place) (local.get $end)))
        (br_if $done (i32.eqz (i32.load8_u offset=65664 (i32.load8_u offset=328064 (local.get $place)))))
        (local.set $place (i32.add (local.get $place) (i32.const 1)))
        (br $next)))
    (i32.or
      (i32.ge_u (local.get $place) (local.get $end))
      (i32.eq (i32.load8_u offset=328064 (local.get $place)) (i32.const 0x40))))

  ;; Looks at every place before `end`, each head's third byte; returns how many places were found.
  (func (export "heads") (param $end i32) (result i32)
    (local $from i32)
    (local $found i32)
    (local $mask i32)
    (local $place i32)
    (local $bytes v128) (local $low v128) (local $high v128) (local $half v128)
    (local $first v128) (local $firstBefore v128)
    (local $second v128) (local $secondBefore v128)
    (local $kinds v128)
    (local $low0 v128) (local $high0 v128)
    (local $low1 v128) (local $high1 v128)
    (local $low2 v128) (local $high2 v128)
    (local.set $low0 (v128.load offset=65536 (i32.const 0)))
    (local.set $high0 (v128.load offset=65552 (i32.const 0)))
    (local.set $low1 (v128.load offset=65568 (i32.const 0)))
    (local.set $high1 (v128.load offset=65584 (i32.const 0)))
    (local.set $low2 (v128.load offset=65600 (i32.const 0)))
    (local.set $high2 (v128.load offset=65616 (i32.const 0)))
    (local.set $half (i8x16.splat (i32.const 15)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $bytes (v128.load offset=328064 align=1 (local.get $from)))
        (local.set $low (v128.and (local.get $bytes) (local.get $half)))
        (local.set $high (i8x16.shr_u (local.get $bytes) (i32.const 4)))
        ;; For each byte, which of eight kinds of heads (a bit each) it fits as the first, second, third one.
        (local.set $first
          (v128.and
            (i8x16.swizzle (local.get $low0) (local.get $low))
            (i8x16.swizzle (local.get $high0) (local.get $high))))
        (local.set $second
          (v128.and
            (i8x16.swizzle (local.get $low1) (local.get $low))
            (i8x16.swizzle (local.get $high1) (local.get $high))))
        (local.set $kinds
          (v128.and
            (v128.and
              (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29
                (local.get $firstBefore) (local.get $first))
              (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30
                (local.get $secondBefore) (local.get $second)))
            (v128.and
              (i8x16.swizzle (local.get $low2) (local.get $low))
              (i8x16.swizzle (local.get $high2) (local.get $high)))))
        (local.set $firstBefore (local.get $first))
        (local.set $secondBefore (local.get $second))
        (if (v128.any_true (local.get $kinds))
          (then
            (local.set $mask (i8x16.bitmask (i8x16.ne (local.get $kinds) (v128.const i32x4 0 0 0 0))))
            (loop $lane
              (local.set $place (i32.sub (i32.add (local.get $from) (i32.ctz (local.get $mask))) (i32.const 2)))
              (i32.store offset=65920 (i32.shl (local.get $found) (i32.const 2)) (local.get $place))
              (local.set $found
                (i32.add (local.get $found) (call $isHead (local.get $place) (local.get $end))))
              (local.set $mask (i32.and (local.get $mask) (i32.sub (local.get $mask) (i32.const 1))))
              (br_if $lane (local.get $mask)))))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $next)))
    (local.get $found)))
