/* SPDX-License-Identifier: MIT
 * zone-names.c - Windows' and vendors' names of time zones -> those of the IANA database.
 * In: a TZID. Out: a name that GTimeZone knows. Next: src/parse/invite.c
 *
 * The pairs are those of Unicode CLDR (windowsZones, territory 001): one place for each of Windows' zones.
 */
#include "zone-names.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <glib.h>

static const struct { const char *windows, *iana; } names[] = {
	{"Dateline Standard Time", "Etc/GMT+12"}, {"UTC-11", "Etc/GMT+11"},
	{"Hawaiian Standard Time", "Pacific/Honolulu"}, {"Aleutian Standard Time", "America/Adak"},
	{"Marquesas Standard Time", "Pacific/Marquesas"}, {"Alaskan Standard Time", "America/Anchorage"},
	{"UTC-09", "Etc/GMT+9"}, {"Pacific Standard Time", "America/Los_Angeles"},
	{"Pacific Standard Time (Mexico)", "America/Tijuana"}, {"UTC-08", "Etc/GMT+8"},
	{"US Mountain Standard Time", "America/Phoenix"}, {"Mountain Standard Time", "America/Denver"},
	{"Mountain Standard Time (Mexico)", "America/Mazatlan"}, {"Yukon Standard Time", "America/Whitehorse"},
	{"Central Standard Time", "America/Chicago"}, {"Central America Standard Time", "America/Guatemala"},
	{"Central Standard Time (Mexico)", "America/Mexico_City"}, {"Canada Central Standard Time", "America/Regina"},
	{"Easter Island Standard Time", "Pacific/Easter"}, {"Eastern Standard Time", "America/New_York"},
	{"Eastern Standard Time (Mexico)", "America/Cancun"}, {"US Eastern Standard Time", "America/Indianapolis"},
	{"SA Pacific Standard Time", "America/Bogota"}, {"Haiti Standard Time", "America/Port-au-Prince"},
	{"Cuba Standard Time", "America/Havana"}, {"Turks And Caicos Standard Time", "America/Grand_Turk"},
	{"Atlantic Standard Time", "America/Halifax"}, {"Paraguay Standard Time", "America/Asuncion"},
	{"Venezuela Standard Time", "America/Caracas"}, {"Central Brazilian Standard Time", "America/Cuiaba"},
	{"SA Western Standard Time", "America/La_Paz"}, {"Pacific SA Standard Time", "America/Santiago"},
	{"Newfoundland Standard Time", "America/St_Johns"}, {"Tocantins Standard Time", "America/Araguaina"},
	{"E. South America Standard Time", "America/Sao_Paulo"}, {"SA Eastern Standard Time", "America/Cayenne"},
	{"Argentina Standard Time", "America/Buenos_Aires"}, {"Greenland Standard Time", "America/Godthab"},
	{"Montevideo Standard Time", "America/Montevideo"}, {"Magallanes Standard Time", "America/Punta_Arenas"},
	{"Saint Pierre Standard Time", "America/Miquelon"}, {"Bahia Standard Time", "America/Bahia"},
	{"UTC-02", "Etc/GMT+2"}, {"Azores Standard Time", "Atlantic/Azores"},
	{"Cape Verde Standard Time", "Atlantic/Cape_Verde"}, {"UTC", "Etc/UTC"},
	{"Coordinated Universal Time", "Etc/UTC"}, {"GMT Standard Time", "Europe/London"},
	{"Greenwich Standard Time", "Atlantic/Reykjavik"}, {"Sao Tome Standard Time", "Africa/Sao_Tome"},
	{"Morocco Standard Time", "Africa/Casablanca"}, {"W. Europe Standard Time", "Europe/Berlin"},
	{"Central Europe Standard Time", "Europe/Budapest"}, {"Romance Standard Time", "Europe/Paris"},
	{"Central European Standard Time", "Europe/Warsaw"}, {"W. Central Africa Standard Time", "Africa/Lagos"},
	{"GTB Standard Time", "Europe/Bucharest"}, {"Middle East Standard Time", "Asia/Beirut"},
	{"Egypt Standard Time", "Africa/Cairo"}, {"E. Europe Standard Time", "Europe/Chisinau"},
	{"Syria Standard Time", "Asia/Damascus"}, {"West Bank Standard Time", "Asia/Hebron"},
	{"South Africa Standard Time", "Africa/Johannesburg"}, {"FLE Standard Time", "Europe/Kiev"},
	{"Israel Standard Time", "Asia/Jerusalem"}, {"South Sudan Standard Time", "Africa/Juba"},
	{"Kaliningrad Standard Time", "Europe/Kaliningrad"}, {"Sudan Standard Time", "Africa/Khartoum"},
	{"Libya Standard Time", "Africa/Tripoli"}, {"Namibia Standard Time", "Africa/Windhoek"},
	{"Jordan Standard Time", "Asia/Amman"}, {"Arabic Standard Time", "Asia/Baghdad"},
	{"Turkey Standard Time", "Europe/Istanbul"}, {"Arab Standard Time", "Asia/Riyadh"},
	{"Belarus Standard Time", "Europe/Minsk"}, {"Russian Standard Time", "Europe/Moscow"},
	{"E. Africa Standard Time", "Africa/Nairobi"}, {"Volgograd Standard Time", "Europe/Volgograd"},
	{"Iran Standard Time", "Asia/Tehran"}, {"Arabian Standard Time", "Asia/Dubai"},
	{"Astrakhan Standard Time", "Europe/Astrakhan"}, {"Azerbaijan Standard Time", "Asia/Baku"},
	{"Russia Time Zone 3", "Europe/Samara"}, {"Mauritius Standard Time", "Indian/Mauritius"},
	{"Saratov Standard Time", "Europe/Saratov"}, {"Georgian Standard Time", "Asia/Tbilisi"},
	{"Caucasus Standard Time", "Asia/Yerevan"}, {"Afghanistan Standard Time", "Asia/Kabul"},
	{"West Asia Standard Time", "Asia/Tashkent"}, {"Ekaterinburg Standard Time", "Asia/Yekaterinburg"},
	{"Pakistan Standard Time", "Asia/Karachi"}, {"Qyzylorda Standard Time", "Asia/Qyzylorda"},
	{"India Standard Time", "Asia/Kolkata"}, {"Sri Lanka Standard Time", "Asia/Colombo"},
	{"Nepal Standard Time", "Asia/Kathmandu"}, {"Central Asia Standard Time", "Asia/Bishkek"},
	{"Bangladesh Standard Time", "Asia/Dhaka"}, {"Omsk Standard Time", "Asia/Omsk"},
	{"Myanmar Standard Time", "Asia/Yangon"}, {"SE Asia Standard Time", "Asia/Bangkok"},
	{"Altai Standard Time", "Asia/Barnaul"}, {"W. Mongolia Standard Time", "Asia/Hovd"},
	{"North Asia Standard Time", "Asia/Krasnoyarsk"}, {"N. Central Asia Standard Time", "Asia/Novosibirsk"},
	{"Tomsk Standard Time", "Asia/Tomsk"}, {"China Standard Time", "Asia/Shanghai"},
	{"North Asia East Standard Time", "Asia/Irkutsk"}, {"Singapore Standard Time", "Asia/Singapore"},
	{"W. Australia Standard Time", "Australia/Perth"}, {"Taipei Standard Time", "Asia/Taipei"},
	{"Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"}, {"Aus Central W. Standard Time", "Australia/Eucla"},
	{"Transbaikal Standard Time", "Asia/Chita"}, {"Tokyo Standard Time", "Asia/Tokyo"},
	{"North Korea Standard Time", "Asia/Pyongyang"}, {"Korea Standard Time", "Asia/Seoul"},
	{"Yakutsk Standard Time", "Asia/Yakutsk"}, {"Cen. Australia Standard Time", "Australia/Adelaide"},
	{"AUS Central Standard Time", "Australia/Darwin"}, {"E. Australia Standard Time", "Australia/Brisbane"},
	{"AUS Eastern Standard Time", "Australia/Sydney"}, {"West Pacific Standard Time", "Pacific/Port_Moresby"},
	{"Tasmania Standard Time", "Australia/Hobart"}, {"Vladivostok Standard Time", "Asia/Vladivostok"},
	{"Lord Howe Standard Time", "Australia/Lord_Howe"}, {"Bougainville Standard Time", "Pacific/Bougainville"},
	{"Russia Time Zone 10", "Asia/Srednekolymsk"}, {"Magadan Standard Time", "Asia/Magadan"},
	{"Norfolk Standard Time", "Pacific/Norfolk"}, {"Sakhalin Standard Time", "Asia/Sakhalin"},
	{"Central Pacific Standard Time", "Pacific/Guadalcanal"}, {"Russia Time Zone 11", "Asia/Kamchatka"},
	{"New Zealand Standard Time", "Pacific/Auckland"}, {"UTC+12", "Etc/GMT-12"},
	{"Fiji Standard Time", "Pacific/Fiji"}, {"Chatham Islands Standard Time", "Pacific/Chatham"},
	{"UTC+13", "Etc/GMT-13"}, {"Tonga Standard Time", "Pacific/Tongatapu"},
	{"Samoa Standard Time", "Pacific/Apia"}, {"Line Islands Standard Time", "Pacific/Kiritimati"},
	/* what older Outlooks call them, behind "(UTC+01:00) " or "(GMT+01:00) " */
	{"Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"},
	{"Amsterdam, Berlin, Bern, Rom, Stockholm, Wien", "Europe/Berlin"},
	{"Brussels, Copenhagen, Madrid, Paris", "Europe/Paris"},
	{"Br\u00fcssel, Kopenhagen, Madrid, Paris", "Europe/Paris"},
	{"Belgrade, Bratislava, Budapest, Ljubljana, Prague", "Europe/Budapest"},
	{"Sarajevo, Skopje, Warsaw, Zagreb", "Europe/Warsaw"}, {"Dublin, Edinburgh, Lisbon, London", "Europe/London"},
	{"Eastern Time (US & Canada)", "America/New_York"}, {"Central Time (US & Canada)", "America/Chicago"},
	{"Mountain Time (US & Canada)", "America/Denver"}, {"Pacific Time (US & Canada)", "America/Los_Angeles"},
	{"Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", "Europe/Kiev"}, {"Athens, Bucharest", "Europe/Bucharest"},
};

static const char *const areas[] = {
	"Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/",
	"Pacific/", "Etc/",
};

/* Letters, digits and a few signs: no name leads out of a folder. */
static bool is_plain(const char *name)
{
	for (; *name != '\0'; name++) {
		if (!g_ascii_isalnum(*name) && strchr("_+-/", *name) == NULL)
			return false;
	}
	return true;
}

static bool is_iana(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(areas); i++) {
		size_t length = strlen(areas[i]);

		if (strncmp(name, areas[i], length) == 0)
			return name[length] != '\0' && is_plain(name);
	}
	return false;
}

static const char *of_windows(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (g_ascii_strcasecmp(names[i].windows, name) == 0)
			return names[i].iana;
	}
	return NULL;
}

const char *kith_zone_iana(const char *tzid)
{
	/* "/freeassociation.sourceforge.net/Europe/Berlin", "tzone://Microsoft/Utc" */
	for (const char *p = tzid; p != NULL; p = strchr(p, '/')) {
		p += *p == '/' ? 1 : 0;
		if (is_iana(p))
			return p;
	}
	if (g_ascii_strcasecmp(tzid, "tzone://Microsoft/Utc") == 0 || g_ascii_strcasecmp(tzid, "GMT") == 0 ||
	    strcmp(tzid, "Z") == 0)
		return "Etc/UTC";
	const char *plain = *tzid == '(' && strstr(tzid, ") ") != NULL ? strstr(tzid, ") ") + 2 : tzid;
	return of_windows(plain);
}
