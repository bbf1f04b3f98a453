package date

//go:generate go run ./gen $CLDR

// months are the names of months. Names in tables_gen.go are CLDR's; those here
// were collected by hand.
type months struct {
	format [12]string // as a date writes them, in Russian the genitive
	alone  [12]string // beside a year only; empty where it is the same
	short  [12]string // empty where it is the same
}

// furtherMonths are other forms that are read: spelt without accents, declined,
// or of another region.
var furtherMonths = map[string][12][]string{
	"en": {8: {"Sept"}},
	"fr": {1: {"fevrier"}, 7: {"aout"}, 11: {"decembre"}},
	"es": {8: {"setiembre"}},
	"pt": {2: {"marco"}},
	"de": {0: {"Jänner"}},
	"ru": {
		{"январе"}, {"феврале"}, {"марте"}, {"апреле"}, {"мае"}, {"июне"}, {"июле"}, {"августе"}, {"сентябре"}, {"октябре"}, {"ноябре"}, {"декабре"},
	},
	"ar": {
		{"ينايـر"}, nil, {"اذار"}, {"افريل", "ابريل"}, {"ايار", "مايس"}, {"يونيه"}, {"يوليه"}, {"اوت", "اغسطس"},
		{"ايلول"}, {"تشرين الاول", "اكتوبر"}, nil, {"كانون الاول"},
	},
}

// weekdaysShort are abbreviations from Sunday, of languages that date with them.
var weekdaysShort = map[string][7]string{
	"en": {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

// vague are words that make the month or year after them approximate. Those of
// two words need a joiner between them and the date.
var vague = map[string][]string{
	"en": {"early", "mid", "late", "around", "about", "circa", "c.", "ca.", "beginning of", "end of", "middle of", "start of"},
	"fr": {"début", "mi", "fin", "vers", "courant", "env.", "environ"},
	"es": {"principios de", "comienzos de", "inicios de", "mediados de", "finales de", "fines de", "hacia", "alrededor de"},
	"pt": {"início de", "meados de", "final de", "fim de", "cerca de", "volta de"},
	"de": {"Anfang", "Mitte", "Ende", "um", "etwa"},
	"ru": {"начало", "начале", "середина", "середине", "конец", "конце", "около"},
	"ar": {"مطلع", "أوائل", "اوائل", "منتصف", "أواسط", "أواخر", "اواخر", "نهاية", "بداية", "حوالي", "نحو"},
}

// about is the word that an approximate date is printed with.
var about = map[string]string{
	"en": "c. %s", "fr": "vers %s", "es": "hacia %s", "pt": "c. %s", "de": "um %s", "ru": "ок. %s", "ar": "نحو %s",
}

// named are things that are called by a day of the year, lower case.
var named = map[string]bool{
	"movement": true, "street": true, "avenue": true, "square": true, "brigade": true, "bridge": true, "stadium": true,
	"mouvement": true, "rue": true, "place": true, "pont": true, "stade": true, "boulevard": true,
	"movimiento": true, "calle": true, "avenida": true, "plaza": true, "puente": true,
	"движение": true, "движения": true, "улица": true, "площадь": true, "площади": true, "мост": true,
	"حركة": true, "شارع": true, "ساحة": true, "جسر": true, "ميدان": true,
}
