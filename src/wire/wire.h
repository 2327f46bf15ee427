/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "acknowledgement.h"
#include "bill.h"
#include "entry.h"
#include "payer.h"
#include "service.h"
#include "staff.h"

/* Bounds of the protocol, kept by both sides. */
#define KAUNTA_WIRE_MAX_PUSH_BYTES (4 * 1024 * 1024)   /* a push's body, unpacked */
#define KAUNTA_WIRE_MAX_PUSH_ENTRIES 5000
#define KAUNTA_WIRE_MAX_ANSWER_BYTES (8 * 1024 * 1024) /* any answer but the snapshot, unpacked */
#define KAUNTA_WIRE_MAX_SNAPSHOT_LINE (16 * 1024)
#define KAUNTA_WIRE_MAX_CARRY_BYTES (64 * 1024 * 1024) /* a carry file or its answer, unpacked */

/**
 * KauntaWireError: stable codes of refusals; the quark's codes equal the RFC 9457 `code` words.
 */
typedef enum
{
  KAUNTA_WIRE_ERROR_MALFORMED,      /* malformed 400: not what the contract says (both directions) */
  KAUNTA_WIRE_ERROR_UNAUTHORIZED,   /* unauthorized 401 */
  KAUNTA_WIRE_ERROR_FENCED,         /* fenced 403 */
  KAUNTA_WIRE_ERROR_CODE_REFUSED,   /* code-refused 403: enrolment code unknown, used, expired or locked */
  KAUNTA_WIRE_ERROR_NOT_FOUND,      /* not-found 404 */
  KAUNTA_WIRE_ERROR_GAP,            /* gap 409 */
  KAUNTA_WIRE_ERROR_FORK,           /* fork 409 */
  KAUNTA_WIRE_ERROR_TOO_LARGE,      /* too-large 413 */
  KAUNTA_WIRE_ERROR_BAD_SIGNATURE,  /* bad-signature 422 */
  KAUNTA_WIRE_ERROR_BAD_ENTRY,      /* bad-entry 422 */
  KAUNTA_WIRE_ERROR_BUSY,           /* busy 429 */
  KAUNTA_WIRE_ERROR_STORAGE,        /* storage 500 */
} KauntaWireError;
#define KAUNTA_N_WIRE_ERRORS 12

#define KAUNTA_WIRE_ERROR (kaunta_wire_error_quark ())
GQuark kaunta_wire_error_quark (void);
