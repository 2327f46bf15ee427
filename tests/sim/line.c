/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include <libsoup/soup.h>

#include "machine.h"
#include "portal.h"
#include "torn-stream.h"

/* One in how many requests meets each fault; much more often in a bad hour. */
#define RARE 60
#define OFTEN 12
#define QUICKEST_MS 20
#define QUICK_MS 900
#define SLOW_MS 25000
#define LATE_MS 120000

struct _SimLine
{
  GObject parent_instance;

  SimMachine *machine;
  SimWorld *world;
  guint life;
};

/* One request under way, which several moments to come know of. */
typedef struct
{
  SimLine *line;
  KauntaRequest *request;
  GTask *task;       /* (nullable): until it was answered or given up */
  GSource *giving_up; /* (nullable) */
  KauntaAnswer *answer; /* (nullable) */
  gboolean cut;      /* the answer gets lost */
  gboolean torn;
} Flight;

static void implement_transport (KauntaTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SimLine, sim_line, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KAUNTA_TYPE_TRANSPORT, implement_transport))

static void
clear_flight (gpointer data)
{
  Flight *flight = data;

  g_assert (flight->task == NULL);
  g_clear_pointer (&flight->answer, kaunta_answer_free);
  kaunta_request_free (flight->request);
  g_object_unref (flight->line);
}

static void
release_flight (gpointer flight)
{
  g_rc_box_release_full (flight, clear_flight);
}

/* Ends the waiting: from now on the task is the caller's. (transfer full) (nullable) */
static GTask *
take_task (Flight *flight)
{
  if (flight->giving_up != NULL)
    {
      g_source_destroy (flight->giving_up);
      g_clear_pointer (&flight->giving_up, g_source_unref);
    }
  return g_steal_pointer (&flight->task);
}

static void
break_off (Flight *flight)
{
  g_autoptr (GTask) task = take_task (flight);

  if (task != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "the line was cut");
}

static gboolean
given_up_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = take_task (data);

  if (task != NULL)
    g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static gboolean
is_plugged_in (SimLine *self)
{
  return self->life == self->machine->life && sim_machine_is_alive (self->machine);
}

/* ---- At the portal ---- */

static KauntaRequest *
copy_request (const KauntaRequest *request)
{
  KauntaRequest *copy = kaunta_request_new (request->method, request->path);
  SoupMessageHeadersIter iter;
  const char *name = NULL;
  const char *value = NULL;

  soup_message_headers_iter_init (&iter, request->headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (copy->headers, name, value);
  copy->body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  return copy;
}

/* FALSE when the portal is down. */
static gboolean
ask_portal (SimWorld *world, const KauntaRequest *request, KauntaPortalAnswer *answer)
{
  g_auto (GStrv) parts = g_strsplit (request->path, "?", 2);
  g_autoptr (GHashTable) query = parts[1] != NULL ? soup_form_decode (parts[1]) : NULL;
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  const KauntaPortalRequest asked = {
    .method = request->method,
    .path = parts[0],
    .query = query,
    .headers = request->headers,
    .body = request->body != NULL ? request->body : empty,
  };

  return sim_portal_answer (world->portal, &asked, answer);
}

static KauntaAnswer *
make_answer (guint status, GBytes *body, gboolean torn, GRand *random)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);
  g_autoptr (GInputStream) stream = NULL;
  GBytes *whole = body != NULL ? body : none;

  if (torn)
    stream = sim_torn_stream_new (whole, g_rand_int_range (random, 0, g_bytes_get_size (whole) + 1),
                                  g_rand_boolean (random));
  else
    stream = g_memory_input_stream_new_from_bytes (whole);
  return kaunta_answer_new (status, stream);
}

static KauntaAnswer *
carry_answer (Flight *flight, KauntaPortalAnswer *answer)
{
  KauntaAnswer *carried =
      make_answer (answer->status, answer->body, flight->torn, flight->line->world->faults.random);

  soup_message_headers_unref (carried->headers);
  carried->headers = soup_message_headers_ref (answer->headers);
  return carried;
}

/* A hotel's sign-in page, a proxy's complaint. */
static KauntaAnswer *
make_nonsense (SimWorld *world)
{
  static const guint STATUSES[] = { 200, 302, 403, 502, 503, 504 };
  static const char PAGE[] = "<html><body>Karibu! Please accept the terms of use.</body></html>";
  g_autoptr (GBytes) body = g_bytes_new_static (PAGE, sizeof PAGE - 1);
  guint status = STATUSES[g_rand_int_range (world->faults.random, 0, G_N_ELEMENTS (STATUSES))];
  KauntaAnswer *answer = make_answer (status, body, FALSE, NULL);

  soup_message_headers_append (answer->headers, "Content-Type", "text/html");
  return answer;
}

static void
arrived_back_cb (gpointer data)
{
  Flight *flight = data;
  g_autoptr (GTask) task = NULL;

  if (!is_plugged_in (flight->line))
    break_off (flight);
  else if ((task = take_task (flight)) != NULL)
    g_task_return_pointer (task, g_steal_pointer (&flight->answer), (GDestroyNotify) kaunta_answer_free);
  release_flight (flight);
}

static void
broke_off_cb (gpointer data)
{
  break_off (data);
  release_flight (data);
}

static gint64
choose_time (SimWorld *world, gint64 longest)
{
  return g_rand_int_range (world->faults.random, QUICKEST_MS, (gint32) longest);
}

static void
arrange (SimWorld *world, gint64 after_ms, GSourceOnceFunc happen, Flight *flight)
{
  sim_time_arrange (world->time, after_ms, happen, g_rc_box_acquire (flight));
}

static void
arrived_cb (gpointer data)
{
  Flight *flight = data;
  SimWorld *world = flight->line->world;
  g_auto (KauntaPortalAnswer) answer = { 0 };
  gboolean too_late = sim_faults_toss (&world->faults, SIM_FAULT_PORTAL_500, 60);

  if (sim_faults_toss (&world->faults, SIM_FAULT_PORTAL_500, 60))
    {
      sim_faults_count (&world->faults, SIM_FAULT_PORTAL_500);
      flight->answer = make_answer (500, NULL, FALSE, NULL);
    }
  else if (ask_portal (world, flight->request, &answer))
    {
      if (too_late)
        sim_faults_count (&world->faults, SIM_FAULT_PORTAL_500);
      flight->answer = too_late ? make_answer (500, NULL, FALSE, NULL) : carry_answer (flight, &answer);
    }

  if (flight->answer == NULL)
    arrange (world, choose_time (world, QUICK_MS), broke_off_cb, flight);
  else if (!flight->cut)
    arrange (world, choose_time (world, QUICK_MS), arrived_back_cb, flight);
  release_flight (flight);
}

/* The network sends a packet again that was not lost; nobody waits for this answer. */
static void
arrived_again_cb (gpointer data)
{
  Flight *flight = data;
  g_auto (KauntaPortalAnswer) answer = { 0 };

  ask_portal (flight->line->world, flight->request, &answer);
  release_flight (flight);
}

/* ---- At the counter ---- */

static gboolean
toss (SimLine *self, SimFault fault)
{
  SimFaults *faults = &self->world->faults;
  /* Every other machine's line is a bad one. */
  gboolean strikes = sim_faults_toss (faults, fault, self->machine->number % 2 == 0 ? OFTEN : RARE);

  if (strikes)
    sim_faults_count (faults, fault);
  return strikes;
}

/* What becomes of a request, decided by chance when it is sent. */
static void
launch (SimLine *self, Flight *flight)
{
  SimWorld *world = self->world;
  gint64 way = choose_time (world, toss (self, SIM_FAULT_LINE_SLOW) ? SLOW_MS : QUICK_MS);

  if (sim_time_get_now (world->time) < self->machine->line_down_until)
    {
      arrange (world, way, broke_off_cb, flight);
      return;
    }
  if (toss (self, SIM_FAULT_LINE_LOST))
    return;
  if (toss (self, SIM_FAULT_LINE_NONSENSE))
    {
      flight->answer = make_nonsense (world);
      arrange (world, way, arrived_back_cb, flight);
      return;
    }
  flight->cut = toss (self, SIM_FAULT_LINE_CUT);
  flight->torn = !flight->cut && toss (self, SIM_FAULT_LINE_TORN);
  if (toss (self, SIM_FAULT_LINE_TWICE))
    arrange (world, way + choose_time (world, LATE_MS), arrived_again_cb, flight);
  arrange (world, way, arrived_cb, flight);
}

static void
send_async (KauntaTransport *transport, const KauntaRequest *request, GCancellable *cancellable,
            GAsyncReadyCallback callback, gpointer user_data)
{
  SimLine *self = SIM_LINE (transport);
  Flight *flight = g_rc_box_new0 (Flight);

  flight->line = g_object_ref (self);
  flight->request = copy_request (request);
  flight->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_check_cancellable (flight->task, FALSE);
  if (cancellable != NULL)
    {
      flight->giving_up = g_cancellable_source_new (cancellable);
      g_source_set_callback (flight->giving_up, G_SOURCE_FUNC (given_up_cb), g_rc_box_acquire (flight),
                             release_flight);
      g_source_attach (flight->giving_up, NULL);
    }

  if (!is_plugged_in (self))
    break_off (flight);
  else
    launch (self, flight);
  release_flight (flight);
}

static KauntaAnswer *
send_finish (KauntaTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
implement_transport (KauntaTransportInterface *iface)
{
  iface->send_async = send_async;
  iface->send_finish = send_finish;
}

static void
sim_line_class_init (SimLineClass *klass)
{
}

static void
sim_line_init (SimLine *self)
{
}

SimLine *
sim_line_new (SimMachine *machine)
{
  SimLine *self = g_object_new (SIM_TYPE_LINE, NULL);

  self->machine = machine;
  self->world = machine->world;
  self->life = machine->life;
  return self;
}
