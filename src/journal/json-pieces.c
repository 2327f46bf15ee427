/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json-pieces.h"

#include <string.h>

#define CHUNK_BYTES (64 * 1024)

struct _KauntaJsonPieces
{
  GInputStream *stream;
  gsize max_bytes;
  char *buffer;
  gsize size;
  gsize start; /* of what was not taken yet */
  gsize end;
};

KauntaJsonPieces *
kaunta_json_pieces_new (GInputStream *stream, gsize max_bytes)
{
  KauntaJsonPieces *self = NULL;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  self = g_new0 (KauntaJsonPieces, 1);
  self->stream = g_object_ref (stream);
  self->max_bytes = max_bytes;
  self->size = CHUNK_BYTES;
  self->buffer = g_malloc (self->size);
  return self;
}

void
kaunta_json_pieces_free (KauntaJsonPieces *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->stream);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, "not valid JSON: %s", what);
  return FALSE;
}

static gboolean
make_place (KauntaJsonPieces *self, GError **error)
{
  memmove (self->buffer, self->buffer + self->start, self->end - self->start);
  self->end -= self->start;
  self->start = 0;
  if (self->end < self->size)
    return TRUE;

  if (self->size > self->max_bytes)
    return refuse ("a value that is too long", error);

  self->size *= 2;
  self->buffer = g_realloc (self->buffer, self->size);
  return TRUE;
}

/* Reads on, behind what is there. FALSE without @error at the end. */
static gboolean
read_more (KauntaJsonPieces *self, GError **error)
{
  gssize length = 0;

  if (!make_place (self, error))
    return FALSE;

  length = g_input_stream_read (self->stream, self->buffer + self->end, self->size - self->end, NULL, error);
  if (length > 0)
    self->end += (gsize) length;
  return length > 0;
}

static gboolean
is_space (char character)
{
  return character == ' ' || character == '\t' || character == '\n' || character == '\r';
}

/* Whether there is a character that is no space. FALSE without @error at the end. */
static gboolean
skip_space (KauntaJsonPieces *self, GError **error)
{
  do
    {
      while (self->start < self->end && is_space (self->buffer[self->start]))
        self->start++;
      if (self->start < self->end)
        return TRUE;
    }
  while (read_more (self, error));

  return FALSE;
}

gboolean
kaunta_json_pieces_take (KauntaJsonPieces *self, char mark, gboolean *taken, GError **error)
{
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (self != NULL && taken != NULL, FALSE);

  *taken = skip_space (self, &problem) && self->buffer[self->start] == mark;
  if (*taken)
    self->start++;
  if (problem == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

gboolean
kaunta_json_pieces_expect (KauntaJsonPieces *self, char mark, GError **error)
{
  gboolean taken = FALSE;

  if (!kaunta_json_pieces_take (self, mark, &taken, error))
    return FALSE;
  if (taken)
    return TRUE;

  g_set_error (error, KAUNTA_JOURNAL_ERROR, KAUNTA_JOURNAL_ERROR_FORM, "not valid JSON: “%c” was expected", mark);
  return FALSE;
}

/* Where the search for a value's end has come to. */
typedef struct
{
  gsize length; /* seen so far */
  guint depth;
  gboolean in_text;
} Search;

static gboolean
ends_scalar (char character)
{
  return strchr (",:]}", character) != NULL || is_space (character);
}

/* Passes one character outside of texts. Whether the value ends with it. */
static gboolean
pass_mark (Search *search, char character)
{
  search->length++;
  search->in_text = character == '"';
  if (character == '{' || character == '[')
    search->depth++;

  return (character == '}' || character == ']') && search->depth > 0 && --search->depth == 0;
}

/* Whether the value ends within what is there: then its length is what was seen. An escape may reach beyond. */
static gboolean
find_end (Search *search, const char *text, gsize available)
{
  while (search->length < available)
    {
      char character = text[search->length];

      if (search->in_text)
        {
          search->length += character == '\\' ? 2 : 1;
          search->in_text = character != '"';
          if (!search->in_text && search->depth == 0)
            return TRUE;
        }
      else if ((search->depth == 0 && search->length > 0 && ends_scalar (character)) || pass_mark (search, character))
        return TRUE;
    }

  return FALSE;
}

const char *
kaunta_json_pieces_next (KauntaJsonPieces *self, gsize *length, GError **error)
{
  Search search = { 0, 0, FALSE };
  g_autoptr (GError) problem = NULL;
  const char *value = NULL;

  g_return_val_if_fail (self != NULL && length != NULL, NULL);

  if (skip_space (self, &problem))
    {
      while (!find_end (&search, self->buffer + self->start, self->end - self->start)
             && read_more (self, &problem))
        ;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  value = self->buffer + self->start;
  *length = MIN (search.length, self->end - self->start);
  self->start += *length;
  return value;
}

JsonNode *
kaunta_json_pieces_parse (KauntaJsonPieces *self, GError **error)
{
  gsize length = 0;
  const char *text = kaunta_json_pieces_next (self, &length, error);

  return text != NULL ? kaunta_json_parse (text, length, self->max_bytes, KAUNTA_JSON_NORMAL, error) : NULL;
}

gboolean
kaunta_json_pieces_end (KauntaJsonPieces *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (skip_space (self, &problem))
    return refuse ("something after the end", error);
  if (problem == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}
