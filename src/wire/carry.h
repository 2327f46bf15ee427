/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exception.h"
#include "problem.h"
#include "signed-lines.h"
#include "wire.h"

/* What travels by hand while the line is down: the file that a counter saves, and the one that it reads back. The formats are
 * told in README.md of this folder. */

/* Their media type over HTTP. */
#define KAUNTA_CARRY_TYPE "application/x-ndjson"
#define KAUNTA_CARRY_FORMAT "kaunta-carry-1"
#define KAUNTA_CARRY_PURPOSE "kaunta-carry-v1"
#define KAUNTA_CARRY_ANSWER_FORMAT "kaunta-answer-1"
#define KAUNTA_CARRY_ANSWER_PURPOSE "kaunta-answer-v1"

/**
 * KauntaCarryHeader:
 * @url: the portal's base URL
 * @ca: PEM of the authority that signs the portal's certificate; "" on plain loopback
 * @key: the device's, by which the file is signed
 * @first: seq of the first entry, or that the first one will have
 * @entries: how many follow
 * @made_at: UTC ms by the counter's clock
 * @cursor: what the counter knows of the portal's changes; "" nothing
 * @acknowledged: whether @ack is there, the newest acknowledgement that the counter has
 */
typedef struct
{
  char *device;
  gint64 epoch;
  char *office;
  char *url;
  char *ca;
  char *key;
  char *portal_key;
  gint64 first;
  gint64 entries;
  gint64 made_at;
  char *cursor;
  gboolean acknowledged;
  KauntaAcknowledgement ack;
} KauntaCarryHeader;

void kaunta_carry_header_clear (KauntaCarryHeader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaCarryHeader, kaunta_carry_header_clear)
/* One line of @length bytes without its end. */
gboolean kaunta_carry_header_decode (const char *line, gsize length, KauntaCarryHeader *self, GError **error);

/* Puts @entries (element-type KauntaEntry) behind @lines, as many as a file has room for. Returns how many. */
guint kaunta_carry_add_entries (GString *lines, GPtrArray *entries);
/* The whole file: @header, which counts the entries that are in @lines, @lines, and @key's signature. @key is the one that the
 * header names. (transfer full) */
GBytes *kaunta_carry_encode (const KauntaCarryHeader *header, const GString *lines, const KauntaKey *key, GError **error);

/**
 * KauntaCarry: a carry file that is being read
 */
typedef struct
{
  KauntaCarryHeader header;
  KauntaSignedLines lines;
  gint64 next; /* seq */
} KauntaCarry;

void kaunta_carry_clear (KauntaCarry *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaCarry, kaunta_carry_clear)
/* MALFORMED when it is no carry file or is not whole, BAD_SIGNATURE when it is not signed by the key that it names. Whose
 * key that is, is for the caller to know. */
gboolean kaunta_carry_open (KauntaCarry *self, GBytes *file, GError **error);
/* The next entries, in form and in order but not yet verified, none at the end. BAD_ENTRY. (element-type KauntaEntry) */
GPtrArray *kaunta_carry_read_entries (KauntaCarry *self, guint max_entries, gsize max_bytes, GError **error);

/**
 * KauntaCarryAnswerHeader:
 * @made_at: UTC ms by the portal's clock
 * @cursor: from which on the pages tell the changes: the carry file's own
 * @acknowledged: whether @ack is there
 * @refused: whether @problem is there: gap, fork, fenced, bad-entry or bad-signature
 * @exceptions: (element-type KauntaException): what these entries raised
 * @pages: how many follow
 */
typedef struct
{
  char *device;
  gint64 epoch;
  gint64 made_at;
  char *cursor;
  gboolean acknowledged;
  KauntaAcknowledgement ack;
  gboolean refused;
  KauntaProblem problem;
  GPtrArray *exceptions;
  gint64 pages;
} KauntaCarryAnswerHeader;

void kaunta_carry_answer_header_clear (KauntaCarryAnswerHeader *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaCarryAnswerHeader, kaunta_carry_answer_header_clear)

/* The answer in two steps, for the portal's key does not leave its storage: the lines, and what they come to when their digest
 * was signed for KAUNTA_CARRY_ANSWER_PURPOSE. @pages (element-type GBytes): each sealed; @header's pages is not looked at.
 * (transfer full) */
GString *kaunta_carry_answer_encode (const KauntaCarryAnswerHeader *header, GPtrArray *pages, GError **error);

/**
 * KauntaCarryAnswer: an answer that is being read
 */
typedef struct
{
  KauntaCarryAnswerHeader header;
  KauntaSignedLines lines;
} KauntaCarryAnswer;

void kaunta_carry_answer_clear (KauntaCarryAnswer *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaCarryAnswer, kaunta_carry_answer_clear)
/* MALFORMED when it is no answer or is not whole, BAD_SIGNATURE when @portal_key did not sign it. */
gboolean kaunta_carry_answer_open (KauntaCarryAnswer *self, GBytes *file, const char *portal_key, GError **error);
/* The next page, sealed; NULL without an error at the end. (transfer full) */
GBytes *kaunta_carry_answer_read_page (KauntaCarryAnswer *self, GError **error);
