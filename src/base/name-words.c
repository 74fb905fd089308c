/* SPDX-License-Identifier: MIT
 * name-words.c - words that tell what the parts of a name are, of many languages.
 * In: a word. Out: whether it is on a list. Next: include/kith/base.h
 *
 * Words stand here without dots ("phd" is also "Ph.D."), in lower case. A word that is a name as well
 * ("don", "ma", "pan", "sales") is left out: to miss a title is a smaller mistake than to take a name for one.
 */
#include "name-words.h"

#include <string.h>

static const char *const lists[KITH_NAME_LIST_COUNT] = {
	[KITH_NAME_TITLE] =
		/* en */ "dr|prof|professor|mr|mrs|ms|mx|miss|rev|reverend|hon|capt|cpt|lt|col|sgt|doctor|madam|"
		/* de */ "herr|frau|herrn|dipl-ing|dipl-inf|dipl-kfm|dipl-kffr|dipl-ök|dipl-phys|dipl-math|dipling|"
		"ing|mag|priv-doz|pd|ra|rain|stb|univ-prof|"
		/* fr */ "mme|mlle|mmes|monsieur|madame|mademoiselle|maître|docteur|professeur|"
		/* es */ "sr|sra|srta|señor|señora|señorita|dña|doña|dra|lic|profa|arq|"
		/* it */ "dott|dottssa|dott-ssa|sig|sigra|sigina|signor|signora|avv|arch|geom|profssa|egr|"
		/* nl */ "dhr|mevr|mw|drs|ir|mevrouw|meneer|"
		/* pt */ "exmo|exma|eng|doutor|doutora|senhor|senhora|"
		/* pl */ "mgr|inż|pani|płk|"
		/* cs sk */ "mudr|mvdr|judr|phdr|rndr|paeddr|"
		/* sv da no fi */ "hr|fru|fr|herra|rouva|"
		/* tr ru */ "bayan|г-н|г-жа|д-р|проф",
	[KITH_NAME_FIRST_TITLE] = "sir|dame|lady|lord|sister|brother",
	[KITH_NAME_LATER_TITLE] = "med|phil|jur|nat|rer|oec|dent|vet|habil|hab|h|c|hc|mult|pol|theol|mag|bc|doc",
	[KITH_NAME_SUFFIX] =
		"jr|jnr|snr|ii|iii|iv|phd|md|mba|cpa|esq|esquire|bsc|msc|mphil|dphil|llm|llb|dds|dmd|cfa|pmp|"
		"cissp|pharmd|edd|psyd|dba|pe|rn|ret|obe|mbe|cbe|frcs|facs|csc|drph|scd|dvm|beng|meng|mres|jd|"
		"júnior|neto|filho|sobrinho|fils|père",
	[KITH_NAME_LATE_SUFFIX] =
		"ma|ba|ms|bs|sr|do|v|vi|junior|senior|jnr|be|np|pa|cto|ceo|cfo|coo|dr|prof|csm|ing|mag|dipl-ing",
	[KITH_NAME_PARTICLE] =
		"van|von|der|den|de|del|della|dello|degli|delle|dei|dal|dalla|di|da|do|dos|das|du|des|la|las|los|le|"
		"lo|al|el|bin|bint|ibn|ben|bar|abu|ter|ten|te|tot|zu|zum|zur|vom|auf|af|av|of|op|in|'t|het|t|ap|"
		"st|san|santa|mac|mc|vande|vander|d'|et-|um",
	[KITH_NAME_BIG_PARTICLE] =
		"van|von|der|den|de|del|della|di|da|do|dos|das|du|des|la|le|lo|bin|bint|ibn|ter|ten|zu|vom|vande|"
		"vander|st|san|dal|dalla|degli|mac|mc|el|al|abu",
	[KITH_NAME_NO_PERSON] =
		/* legal forms */ "gmbh|mbh|ohg|kgaa|e v|ev|e k|gbr|ltd|limited|inc|incorporated|llc|llp|plc|corp|"
		"corporation|"
		"sarl|s a r l|sas|sasu|eurl|spa|s p a|srl|s r l|b v|bv|n v|nv|oy|oyj|ab|aps|a s|sp z o o|s r o|sro|"
		"kft|zrt|nyrt|s l|s a|sl|ltda|lda|pty|pvt|co ltd|kk|gk|ооо|оао|зао|株式会社|"
		"有限会社|有限公司|주식회사|"
		/* what works */ "team|teams|support|helpdesk|desk|service|services|kundenservice|kundendienst|"
		"customer|kunden|clients|customers|newsletter|notification|notifications|noreply|no-reply|donotreply|"
		"info|information|mailer|mailer-daemon|postmaster|webmaster|administrator|daemon|robot|"
		"mailing|group|ag|gruppe|groupe|grupo|gruppo|groep|holding|company|office|büro|bureau|department|"
		"abteilung|département|departamento|dipartimento|afdeling|dział|billing|invoice|invoices|rechnung|"
		"rechnungen|buchhaltung|accounting|facturation|comptabilité|facturación|contabilidad|contabilità|"
		"vertrieb|verkauf|einkauf|zentrale|sekretariat|empfang|marketing|jobs|careers|karriere|"
		"recruiting|university|universität|université|universidad|università|institute|institut|"
		"foundation|stiftung|verein|association|gesellschaft|versicherung|bank|shop|store|online|"
		"account|accounts|alerts|updates|news|system|systems|solutions|consulting|technologies|software|"
		"security|reception|ventes|ventas|vendite|verkoop|sprzedaż|biuro|obsługa|klantenservice|équipe|"
		"equipo|equipe|conference|konferenz|committee|project|projekt|the|and|und|&|und/oder|et|für|for|"
		"your|unser|ihr|our",
	[KITH_NAME_SHORT_FAMILY] =
		"li|xu|wu|he|ma|yu|hu|lu|qi|fu|du|su|gu|bo|ko|oh|no|im|an|le|vu|do|ho|ng|lo|lê|vũ|đỗ|hồ",
	[KITH_NAME_IBERIAN] =
		"garcía|garcia|martín|ruiz|moreno|alonso|romero|navarro|torres|ramos|gil|serrano|blanco|molina|"
		"morales|"
		"suárez|suarez|ortega|delgado|castro|ortiz|rubio|marín|sanz|iglesias|medina|garrido|castillo|"
		"cortés|"
		"lozano|guerrero|cano|cruz|herrera|flores|vargas|reyes|mendoza|rojas|aguilar|silva|santos|oliveira|"
		"souza|sousa|pereira|ferreira|costa|rodrigues|almeida|nascimento|lima|araújo|araujo|carvalho|gomes|"
		"martins|ribeiro|barbosa|cardoso|teixeira|moreira|correia|fernandes|alves|lopes|marques|nunes|soares|"
		"vieira|monteiro|mendes|freitas|rocha|dias|pinto|moura|cavalcanti|fonseca|machado|azevedo|batista|"
		"vega|campos|fuentes|carrasco|caballero|nieto|aguirre|pascual|herrero|cabrera|montero|hidalgo|"
		"lorenzo|"
		"ibáñez|ferrer|santana|vicente|arias|mora|crespo|vidal|rivera|salazar|guzmán|soto|contreras|luna|"
		"acosta|figueroa|maldonado|espinoza|valencia|chávez|peña|ríos|salinas|castañeda|bravo|pineda",
	[KITH_NAME_HUNGARIAN_FAMILY] =
		"nagy|kovács|tóth|szabó|horváth|varga|kiss|kis|molnár|németh|farkas|balogh|papp|pap|takács|"
		"juhász|"
		"lakatos|mészáros|oláh|rácz|fekete|szilágyi|török|fehér|gál|szűcs|kocsis|orsós|pintér|"
		"fodor|szalai|"
		"sipos|magyar|lukács|gulyás|bíró|király|katona|lászló|jakab|bogdán|balog|boros|fazekas|"
		"kelemen|"
		"antal|somogyi|váradi|fülöp|orosz|vincze|veres|hegedűs|deák|budai|pásztor|bognár|szőke|"
		"barta|halász|"
		"illés|vörös|bálint|szekeres|csonka|hajdu|hajdú|sándor|soós|kozma|vass|szűts|bakos",
	[KITH_NAME_HUNGARIAN_GIVEN] =
		"péter|lászló|istván|józsef|jános|zoltán|sándor|gábor|ferenc|attila|tamás|zsolt|tibor|"
		"andrás|csaba|"
		"imre|lajos|györgy|balázs|gyula|mihály|károly|róbert|béla|dániel|ádám|krisztián|miklós|"
		"norbert|dávid|"
		"márk|levente|bence|máté|áron|gergely|gergő|mária|erzsébet|katalin|ilona|éva|anna|zsuzsanna|"
		"margit|"
		"judit|ágnes|andrea|ildikó|erika|krisztina|irén|eszter|magdolna|edit|gabriella|anita|zsófia|"
		"réka|"
		"dóra|nikolett|orsolya|anikó|beáta|tímea|szilvia|noémi|viktória|kata|zsuzsa|vera|lilla|petra|"
		"nóra",
	[KITH_NAME_VIETNAMESE] =
		"nguyễn|nguyen|trần|lê|phạm|huỳnh|hoàng|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương",
	[KITH_NAME_CHINESE] =
		"王|李|张|張|刘|劉|陈|陳|杨|楊|黄|黃|赵|趙|吴|吳|周|徐|孙|孫|马|馬|朱|胡|"
		"郭|何|高|罗|羅|郑|鄭|梁|谢|"
		"謝|宋|唐|许|許|韩|韓|冯|馮|邓|鄧|曹|彭|曾|肖|蕭|萧|田|董|袁|潘|于|蒋|蔣|"
		"蔡|余|杜|叶|葉|程|苏|蘇|魏|"
		"吕|呂|丁|任|沈|姚|卢|盧|姜|崔|钟|鍾|谭|譚|陆|陸|汪|范|金|石|廖|贾|賈|夏|"
		"韦|韋|付|方|白|邹|鄒|孟|熊|"
		"秦|邱|江|尹|薛|闫|段|雷|侯|龙|龍|史|陶|黎|贺|賀|顾|顧|毛|郝|龚|龔|邵|万|"
		"萬|钱|錢|严|嚴|覃|武|戴|莫|"
		"孔|向|汤|湯|林",
	[KITH_NAME_TWO_CHARACTERS] =
		"欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|夏侯|东方|東方|皇甫|尉迟|尉遲|公孙|"
		"公孫|慕容|令狐|长孙|長孫|宇文|"
		"남궁|황보|제갈|사공|선우|독고|서문",
	[KITH_NAME_JAPANESE] =
		"佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|"
		"佐々木|山口|松本|井上|木村|斎藤|"
		"齋藤|斉藤|清水|山崎|池田|橋本|阿部|石川|山下|中島|石井|小川|前田|岡田|"
		"長谷川|藤田|後藤|近藤|村上|遠藤|"
		"青木|坂本|福田|太田|西村|藤井|岡本|金子|藤原|三浦|中野|中川|原田|松田|"
		"竹内|小野|田村|中山|和田|石田|"
		"上田|森田|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|谷口|大野|丸山|"
		"今井|高田|藤本|武田|村田|上野|"
		"杉山|増田|平野|大塚|千葉|久保|松井|小島|岩崎|桜井|野口|松尾|野村|木下|"
		"菊地|菊池|佐野|大西|杉本|新井",
	[KITH_NAME_KOREAN] =
		"김|이|박|최|정|강|조|윤|장|임|한|오|서|신|권|황|안|송|류|유|전|홍|고|문|"
		"양|손|배|백|허|남|심|노|하|곽|"
		"성|차|주|우|구|민|진|나|지|엄|채|원|천|방|공|현|함|변|염|여|추|도|소|석|"
		"선|설|마|길|연|위|표|명|기|반",
};

/* The lists as sets, made when first asked; the process has one thread that splits names. */
static GHashTable *set_of(KithNameList list)
{
	static GHashTable *sets[KITH_NAME_LIST_COUNT];

	if (sets[list] == NULL) {
		g_auto(GStrv) words = g_strsplit(lists[list], "|", -1);

		sets[list] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
		for (char **word = words; *word != NULL; word++) {
			if (**word != '\0')
				g_hash_table_add(sets[list], g_strdup(*word));
		}
	}
	return sets[list];
}

bool kith_name_word(KithNameList list, const char *word)
{
	g_autofree char *composed = g_utf8_normalize(word, -1, G_NORMALIZE_DEFAULT_COMPOSE);
	g_autofree char *lower = g_utf8_strdown(composed != NULL ? composed : word, -1);
	GString *bare = g_string_sized_new(strlen(lower));

	for (const char *p = lower; *p != '\0'; p++) {
		if (*p != '.' && *p != ',')
			g_string_append_c(bare, *p);
	}
	g_autofree char *wanted = g_string_free(bare, FALSE);
	return g_hash_table_contains(set_of(list), wanted);
}
