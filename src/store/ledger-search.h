/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define KAUNTA_SEARCH_WORDS 6

/**
 * KauntaSearchWords:
 *
 * What was typed, as words that a row's column of words must have at the beginning of one of its own: each
 * with a space before it, the unused ones empty, which every column has.
 */
typedef struct
{
  char *words[KAUNTA_SEARCH_WORDS];
} KauntaSearchWords;

void kaunta_search_words_init (KauntaSearchWords *self, const char *text);
void kaunta_search_words_clear (KauntaSearchWords *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KauntaSearchWords, kaunta_search_words_clear)
