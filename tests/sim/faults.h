/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * SimFault: what may go wrong, each of which can be chosen by name and is counted when it happens.
 */
typedef enum
{
  SIM_FAULT_LINE_LOST,     /* a request never arrives, and nothing answers */
  SIM_FAULT_LINE_CUT,      /* the portal has committed, and the answer never arrives */
  SIM_FAULT_LINE_SLOW,     /* both take as long as it takes */
  SIM_FAULT_LINE_TWICE,    /* a request arrives twice, the second time perhaps after later ones */
  SIM_FAULT_LINE_TORN,     /* an answer ends in its middle */
  SIM_FAULT_LINE_NONSENSE, /* something between counter and portal answers in its place */
  SIM_FAULT_LINE_DOWN,     /* no connection for a while */
  SIM_FAULT_PORTAL_500,    /* it answers 500, before or after having done it */
  SIM_FAULT_PORTAL_RESTART,
  SIM_FAULT_PORTAL_CRASH,   /* its power is cut at some write or sync */
  SIM_FAULT_PORTAL_FULL,
  SIM_FAULT_PORTAL_ERROR,
  SIM_FAULT_PORTAL_RESTORE, /* its last seconds are lost */
  SIM_FAULT_DISK_CRASH,     /* a counter's power is cut at some write or sync */
  SIM_FAULT_DISK_FULL,
  SIM_FAULT_DISK_ERROR,
  SIM_FAULT_CLOCK,   /* a counter's date is set to another */
  SIM_FAULT_RESTART, /* a counter is closed and started again */
  SIM_FAULT_RESTORE, /* a counter's files are replaced by an older copy of them */
  SIM_FAULT_CLONE,   /* a second machine is started with a copy of a counter's files */
} SimFault;
#define SIM_N_FAULTS 20

/**
 * SimFaults: which faults may happen, and how often each did.
 * @possible: bits 1 << SimFault
 * @stopped: none happens any more
 */
typedef struct
{
  guint possible;
  gboolean stopped;
  GRand *random;
  guint64 counts[SIM_N_FAULTS];
} SimFaults;

const char *sim_fault_to_nick (SimFault fault);
/* "line-lost,disk-crash", "all", "none", or a group: "line", "portal", "disk". FALSE with the word that is none of
 * these in @wrong. (transfer full) */
gboolean sim_faults_parse (const char *list, guint *possible, char **wrong);

/* Whether @fault happens here, with a chance of one in @one_in. The caller counts it once it did. */
gboolean sim_faults_toss (SimFaults *self, SimFault fault, guint one_in);
void sim_faults_count (SimFaults *self, SimFault fault);
