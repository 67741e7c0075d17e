"""The twelve regions of the decree, in its order: the product's own list, never a software library's."""

REGIONS: dict[str, dict[str, str]] = {
    "tth": {"ar": "طنجة-تطوان-الحسيمة", "fr": "Tanger-Tétouan-Al Hoceïma"},
    "ori": {"ar": "الشرق", "fr": "L’Oriental"},
    "fem": {"ar": "فاس-مكناس", "fr": "Fès-Meknès"},
    "rsk": {"ar": "الرباط-سلا-القنيطرة", "fr": "Rabat-Salé-Kénitra"},
    "bmk": {"ar": "بني ملال-خنيفرة", "fr": "Béni Mellal-Khénifra"},
    "cas": {"ar": "الدار البيضاء-سطات", "fr": "Casablanca-Settat"},
    "mas": {"ar": "مراكش-آسفي", "fr": "Marrakech-Safi"},
    "dta": {"ar": "درعة-تافيلالت", "fr": "Drâa-Tafilalet"},
    "soma": {"ar": "سوس-ماسة", "fr": "Souss-Massa"},
    "gon": {"ar": "كلميم-واد نون", "fr": "Guelmim-Oued Noun"},
    "lsh": {"ar": "العيون-الساقية الحمراء", "fr": "Laâyoune-Sakia El Hamra"},
    "dod": {"ar": "الداخلة-وادي الذهب", "fr": "Dakhla-Oued Ed-Dahab"},
}
