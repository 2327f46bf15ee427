/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wording.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "client.h"
#include "core-error.h"
#include "store-error.h"

/**
 * Words:
 * @advice: to whoever looks at the link
 * @asked: (nullable): to whoever asked for something and waits for it; else @advice
 */
typedef struct
{
  const char *problem;
  const char *advice;
  const char *asked;
} Words;

#define CALL_ADMINISTRATOR N_ ("Call the portal’s administrator; then choose Send Now.")
#define GO_ON_AND_ENROL                                                                                                                  \
  N_ ("Go on selling. Call the portal’s administrator: a person compares both there, and gives a code with which a supervisor chooses Enrol Again in the menu.")
#define WAITS_BY_ITSELF N_ ("Nothing needs doing: it is tried again by itself.")
#define MENDS_OR_CALL N_ ("It is tried again by itself. If it lasts, call the portal’s administrator.")
#define TRY_AGAIN_OR_CALL N_ ("Try again in a while. If it lasts, call the portal’s administrator.")

static const Words refusals[KAUNTA_N_WIRE_ERRORS] = {
  [KAUNTA_WIRE_ERROR_MALFORMED] = { N_ ("The portal does not understand this version of Kaunta."), CALL_ADMINISTRATOR },
  [KAUNTA_WIRE_ERROR_UNAUTHORIZED] = { N_ ("The portal does not know this counter any more."),
                                       N_ ("Ask the administrator for an enrolment code; then a supervisor chooses Enrol Again in the menu.") },
  [KAUNTA_WIRE_ERROR_FENCED] = { N_ ("The portal has blocked this counter, or another computer was enrolled in its place."),
                                 N_ ("Call the portal’s administrator before taking more money at this counter. If it is to go on, a supervisor chooses Enrol Again in the menu, with a new code.") },
  [KAUNTA_WIRE_ERROR_CODE_REFUSED] = { N_ ("The enrolment code is wrong, used or too old."),
                                       N_ ("Ask the administrator for a new code: it is good for 15 minutes.") },
  [KAUNTA_WIRE_ERROR_NOT_FOUND] = { N_ ("The portal has no such record."), N_ ("Check the number.") },
  [KAUNTA_WIRE_ERROR_GAP] = { N_ ("The portal asks for entries that this counter does not have."), CALL_ADMINISTRATOR },
  [KAUNTA_WIRE_ERROR_FORK] = { N_ ("The portal holds other entries under this counter’s numbers, so it has frozen the counter."),
                               GO_ON_AND_ENROL },
  [KAUNTA_WIRE_ERROR_TOO_LARGE] = { N_ ("An entry is larger than the portal takes."), CALL_ADMINISTRATOR },
  [KAUNTA_WIRE_ERROR_BAD_SIGNATURE] = { N_ ("The portal could not prove that an entry is this counter’s own."), CALL_ADMINISTRATOR },
  [KAUNTA_WIRE_ERROR_BAD_ENTRY] = { N_ ("The portal refused an entry that it can’t read."), CALL_ADMINISTRATOR },
  [KAUNTA_WIRE_ERROR_BUSY] = { N_ ("The portal is busy and asks to wait."), WAITS_BY_ITSELF, N_ ("Try again in a minute.") },
  [KAUNTA_WIRE_ERROR_STORAGE] = { N_ ("The portal has a fault of its own."), MENDS_OR_CALL, TRY_AGAIN_OR_CALL },
};

static const Words troubles[] = {
  [KAUNTA_SYNC_ERROR_UNREACHABLE] = { N_ ("The portal can’t be reached."), WAITS_BY_ITSELF,
                                      N_ ("See whether this computer is connected, and try again.") },
  [KAUNTA_SYNC_ERROR_SERVER] = { N_ ("The portal has a fault of its own."), MENDS_OR_CALL, TRY_AGAIN_OR_CALL },
  [KAUNTA_SYNC_ERROR_NONSENSE]
  = { N_ ("What answers in the portal’s place can’t be understood."),
      N_ ("See whether this network asks for a sign-in of its own. It is tried again by itself; if it lasts, call the portal’s administrator."),
      N_ ("Check the address, and see whether this network asks for a sign-in of its own.") },
  [KAUNTA_SYNC_ERROR_ADDRESS]
  = { N_ ("This address can’t be used: it must begin with https://."), N_ ("Ask the administrator for the portal’s address.") },
  [KAUNTA_SYNC_ERROR_INSECURE]
  = { N_ ("What answers can’t prove that it is the portal."),
      N_ ("Check this computer’s date. See whether this network asks for a sign-in of its own. If it lasts, call the portal’s administrator.") },
};

static const Words fenced = { N_ ("The portal acknowledged entries that are not this counter’s: it was put back from an old copy, or a copy of it is in use."),
                              GO_ON_AND_ENROL };
static const Words unsaved = { N_ ("What the portal told could not be saved on this computer."),
                               N_ ("See whether the disk is full. It is tried again by itself.") };

static const Words *
choose_words (const GError *error)
{
  if (error->domain == KAUNTA_WIRE_ERROR && error->code < KAUNTA_N_WIRE_ERRORS)
    return &refusals[error->code];
  if (error->domain == KAUNTA_SYNC_ERROR && error->code < (int) G_N_ELEMENTS (troubles))
    return &troubles[error->code];
  if (g_error_matches (error, KAUNTA_STORE_ERROR, KAUNTA_STORE_ERROR_FENCED))
    return &fenced;
  return &unsaved;
}

char *
kaunta_wording_explain (const GError *error, char **advice)
{
  const Words *words = choose_words (error);

  *advice = g_strdup (_(words->advice));
  return g_strdup_printf ("%s %s", _(words->problem), _("Work goes on; everything is stored on this computer."));
}

void
kaunta_wording_translate (GError **error)
{
  const Words *words = NULL;
  GError *reason = NULL;

  if (error == NULL || *error == NULL || ((*error)->domain != KAUNTA_WIRE_ERROR && (*error)->domain != KAUNTA_SYNC_ERROR))
    return;
  reason = *error;
  words = choose_words (reason);
  *error = g_error_new (reason->domain, reason->code, "%s %s", _(words->problem),
                        _(words->asked != NULL ? words->asked : words->advice));
  g_error_free (reason);
}
