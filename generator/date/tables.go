package date

// Names of months as CLDR 48 has them. format is how a date writes them, which
// in Russian is the genitive; further are other forms that are read.
type months struct {
	format  [12]string
	alone   [12]string // nominative, for a month and year; empty where it is the same
	short   [12]string
	further [12][]string
}

var monthNames = map[string]months{
	"en": {
		format:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		short:   [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
		further: [12][]string{8: {"Sept"}},
	},
	"fr": {
		format:  [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		short:   [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
		further: [12][]string{1: {"fevrier"}, 7: {"aout"}, 11: {"decembre"}},
	},
	"es": {
		format:  [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		short:   [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
		further: [12][]string{8: {"setiembre"}},
	},
	"pt": {
		format:  [12]string{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		short:   [12]string{"jan.", "fev.", "mar.", "abr.", "mai.", "jun.", "jul.", "ago.", "set.", "out.", "nov.", "dez."},
		further: [12][]string{2: {"marco"}},
	},
	"de": {
		format:  [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
		short:   [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
		further: [12][]string{0: {"Jänner"}},
	},
	"ru": {
		format: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"},
		alone:  [12]string{"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"},
		short:  [12]string{"янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."},
		further: [12][]string{
			{"январе"}, {"феврале"}, {"марте"}, {"апреле"}, {"мае"}, {"июне"}, {"июле"}, {"августе"}, {"сентябре"}, {"октябре"}, {"ноябре"}, {"декабре"},
		},
	},
	"ar": {
		format: [12]string{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		further: [12][]string{
			{"جانفي", "كانون الثاني", "ينايـر"}, {"فيفري", "شباط"}, {"آذار", "اذار"}, {"أفريل", "افريل", "نيسان", "ابريل", "إبريل"},
			{"ماي", "أيار", "ايار", "مايس"}, {"جوان", "حزيران", "يونيه"}, {"جويلية", "تموز", "يوليوز", "يوليه"}, {"أوت", "اوت", "آب", "غشت", "اغسطس", "أغشت"},
			{"أيلول", "ايلول", "شتنبر", "شتمبر"}, {"تشرين الأول", "تشرين الاول", "اكتوبر"}, {"تشرين الثاني", "نونبر", "نوفمبر"}, {"كانون الأول", "كانون الاول", "دجنبر", "دجمبر", "ديسمبر"},
		},
	},
}

// arabicMonths are the months of regions that do not use the common set.
var arabicMonths = map[string][12]string{
	"maghreb": {"جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
	"morocco": {"يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"},
	"levant":  {"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول"},
}

var arabicSets = map[string]string{
	"ar-TN": "maghreb", "ar-DZ": "maghreb", "ar-MA": "morocco",
	"ar-IQ": "levant", "ar-SY": "levant", "ar-LB": "levant", "ar-JO": "levant", "ar-PS": "levant",
}

// weekdays from Sunday, as CLDR 48 has them.
var weekdays = map[string][7]string{
	"en": {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	"fr": {"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	"es": {"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	"pt": {"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
	"de": {"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	"ru": {"воскресенье", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"},
	"ar": {"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
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
