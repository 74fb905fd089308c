/* SPDX-License-Identifier: MIT
 * commands.h - every command of `kith`, one function each, in the order of kith(1).
 */
#pragma once

#include "cli.h"

/* parse.c, when.c: read no configuration and no database */
int kith_command_parse(KithCli *cli, int argc, char **argv);
/* explain.c: the facts, then every line of the text under its zone and the rule that marked it */
void kith_explain(const KithCli *cli, const KithMail *mail);
int kith_command_when(KithCli *cli, int argc, char **argv);
/* init.c, doctor.c, config.c: setting up */
int kith_command_init(KithCli *cli, int argc, char **argv);
int kith_command_doctor(KithCli *cli, int argc, char **argv);
int kith_command_config(KithCli *cli, int argc, char **argv);
/* sync.c, import.c: filling the store */
int kith_command_sync(KithCli *cli, int argc, char **argv);
int kith_command_audit(KithCli *cli, int argc, char **argv);
int kith_command_import(KithCli *cli, int argc, char **argv);
int kith_command_rebuild(KithCli *cli, int argc, char **argv);
/* ask.c: questions */
int kith_command_contacts(KithCli *cli, int argc, char **argv);
int kith_command_show(KithCli *cli, int argc, char **argv);
int kith_command_timeline(KithCli *cli, int argc, char **argv);
int kith_command_conversations(KithCli *cli, int argc, char **argv);
int kith_command_search(KithCli *cli, int argc, char **argv);
int kith_command_due(KithCli *cli, int argc, char **argv);
int kith_command_why(KithCli *cli, int argc, char **argv);
/* status.c */
int kith_command_status(KithCli *cli, int argc, char **argv);
/* digest.c */
int kith_command_digest(KithCli *cli, int argc, char **argv);
/* export.c */
int kith_command_export(KithCli *cli, int argc, char **argv);
/* tell.c: remind, done, snooze, never, note, tag, mine, undo */
int kith_command_tell(KithCli *cli, int argc, char **argv);
