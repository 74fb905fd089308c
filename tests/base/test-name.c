/* SPDX-License-Identifier: MIT
 * test-name.c - names of many languages are taken apart as their bearers would.
 */
#include <string.h>

#include "kith/base.h"

/* prefix/given/middle/family/suffix/nickname; "-" is no person. */
static char *told(const char *display)
{
	g_autoptr(KithName) name = kith_name_split(display);
	const char *parts[] = { name->prefix, name->given, name->middle, name->family, name->suffix, name->nickname };
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_assert_true(name->is_person || parts[i] == NULL);
		g_string_append_printf(out, "%s%s", i > 0 ? "/" : "", parts[i] != NULL ? parts[i] : "");
	}
	if (!name->is_person)
		g_string_assign(out, "-");
	return g_string_free(out, FALSE);
}

static const struct { const char *display, *parts; } cases[] = {
	{ "Jane Doe", "/Jane//Doe//" },
	{ "Jane", "/Jane////" },
	{ "Doe, Jane", "/Jane//Doe//" },
	{ "Jane Mary Doe", "/Jane/Mary/Doe//" },
	{ "John F. Kennard", "/John/F./Kennard//" },
	{ "J. R. R. Tallman", "/J./R. R./Tallman//" },
	{ "Jane \"JD\" Doe", "/Jane//Doe//JD" },
	{ "Jane (Jana) Doe", "/Jane//Doe//Jana" },
	{ "Jane Doe (Sales)", "/Jane//Doe//" },
	{ "Jane Doe [Acme]", "/Jane//Doe//" },
	/* titles and suffixes */
	{ "Dr. Jane Doe", "Dr./Jane//Doe//" },
	{ "Prof. Dr. med. Jane Doe", "Prof. Dr. med./Jane//Doe//" },
	{ "Phil Collard", "/Phil//Collard//" },
	{ "Mr. Smith", "Mr.///Smith//" },
	{ "Sir Gerald", "Sir/Gerald////" },
	{ "Herr Jonas Kern", "Herr/Jonas//Kern//" },
	{ "Dipl.-Ing. Uwe Lang", "Dipl.-Ing./Uwe//Lang//" },
	{ "Mme Claire Petit", "Mme/Claire//Petit//" },
	{ "Sra. Ana Gil", "Sra./Ana//Gil//" },
	{ "Dott.ssa Anna Rossi", "Dott.ssa/Anna//Rossi//" },
	{ "drs. Piet de Wit", "drs./Piet//de Wit//" },
	{ "Eng. Rui Costa", "Eng./Rui//Costa//" },
	{ "mgr inż. Jan Kowal", "mgr inż./Jan//Kowal//" },
	{ "John Doe Jr.", "/John//Doe/Jr./" },
	{ "John Doe, Jr.", "/John//Doe/Jr./" },
	{ "Doe Jr., Dr. John", "Dr./John//Doe/Jr./" },
	{ "Jane Doe, Ph.D., MBA", "/Jane//Doe/Ph.D. MBA/" },
	{ "Doe, Jane, PhD", "/Jane//Doe/PhD/" },
	{ "Doe, M.D.", "///Doe/M.D./" },
	{ "Jane P. Doe, CLU, CFP", "/Jane/P./Doe/CLU CFP/" },
	{ "Doe, J.R.", "/J.R.//Doe//" },
	{ "Amart Sen", "/Amart//Sen//" },
	/* particles */
	{ "Jan van der Berg", "/Jan//van der Berg//" },
	{ "van der Berg, Jan", "/Jan//van der Berg//" },
	{ "Berg, Jan van der", "/Jan//van der Berg//" },
	{ "van der Berg", "///van der Berg//" },
	{ "Otto von Stein", "/Otto//von Stein//" },
	{ "Maria De Luca", "/Maria//De Luca//" },
	{ "Juan Carlos de la Cruz", "/Juan/Carlos/de la Cruz//" },
	{ "Omar bin Khalid", "/Omar//bin Khalid//" },
	{ "Sara al-Masri", "/Sara//al-Masri//" },
	{ "Sean O'Neil", "/Sean//O'Neil//" },
	{ "Ewan MacLeod", "/Ewan//MacLeod//" },
	{ "José Ortuño y Galán", "/José//Ortuño y Galán//" },
	{ "Van Halden", "/Van//Halden//" },
	/* capitals */
	{ "DUPONT Jean", "/Jean//DUPONT//" },
	{ "Jean DUPONT", "/Jean//DUPONT//" },
	{ "Jean-Pierre DE LA TOUR", "/Jean-Pierre//DE LA TOUR//" },
	{ "TANAKA Ichiro", "/Ichiro//TANAKA//" },
	{ "LI Wei", "/Wei//LI//" },
	{ "AJ Smith", "/AJ//Smith//" },
	{ "JANE DOE", "/JANE//DOE//" },
	{ "ИВАНОВ Пётр", "/Пётр//ИВАНОВ//" },
	{ "Иван Петрович Сидоров", "/Иван/Петрович/Сидоров//" },
	{ "Νίκος Παππάς", "/Νίκος//Παππάς//" },
	/* two families, families first */
	{ "María García López", "/María//García López//" },
	{ "Ana Silva Santos", "/Ana//Silva Santos//" },
	{ "García López, María", "/María//García López//" },
	{ "Nagy Péter", "/Péter//Nagy//" },
	{ "Péter Nagy", "/Péter//Nagy//" },
	{ "Kovács Anna Mária", "/Anna/Mária/Kovács//" },
	{ "Nguyễn Văn An", "/Văn/An/Nguyễn//" },
	{ "王小明", "/小明//王//" },
	{ "王明", "/明//王//" },
	{ "欧阳明月", "/明月//欧阳//" },
	{ "山田太郎", "/太郎//山田//" },
	{ "佐々木健", "/健//佐々木//" },
	{ "山田 太郎", "/太郎//山田//" },
	{ "김민준", "/민준//김//" },
	{ "남궁민수", "/민수//남궁//" },
	{ "さくら", "/////" },
	/* no person */
	{ "Acme GmbH Support", "-" }, { "Sales Team", "-" }, { "Acme Ltd.", "-" }, { "jane@x.example", "-" },
	{ "Muster e.V.", "-" }, { "Acme S.p.A.", "-" }, { "Kundenservice Muster", "-" }, { "Studio 54", "-" },
	{ "株式会社", "-" }, { "", "-" }, { "   ", "-" }, { "(x)", "-" },
	/* broken */
	{ ",", "/////" }, { "Doe,", "/Doe////" }, { ", Jane", "/Jane////" }, { "(Jane Doe", "/Jane//Doe//" },
	{ "Dr.", "/Dr.////" },
};

static void names_are_taken_apart(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *got = told(cases[i].display);

		if (strcmp(got, cases[i].parts) != 0) {
			g_test_message("%s: got %s, wanted %s", cases[i].display, got, cases[i].parts);
			g_test_fail();
		}
	}
}

static void anything_is_survived(void)
{
	static const char *const bits[] = { "(", "\"", ",", " ", "Dr. ", "van ", "A", "王", ", Jr.", "\xff", "[x" };

	for (size_t i = 0; i < G_N_ELEMENTS(bits); i++) {
		g_autoptr(GString) text = g_string_new(NULL);

		while (text->len < 100000)
			g_string_append(text, bits[i]);
		g_autoptr(KithName) name = kith_name_split(text->str);
		g_assert_true(name->given == NULL || g_utf8_validate(name->given, -1, NULL));
		g_assert_true(name->family == NULL || g_utf8_validate(name->family, -1, NULL));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/base/name/names-are-taken-apart", names_are_taken_apart);
	g_test_add_func("/base/name/anything-is-survived", anything_is_survived);
	return g_test_run();
}
