"""A question that asks people for their health, belief or opinion is refused; a field of work is not."""

import pytest

from app.registrations.sensitive import examine, of_question
from app.registrations.sensitive_terms import Kind

ABOUT_THE_PERSON = (
    "Souffrez-vous d'une maladie chronique ?",
    "Votre état de santé",
    "Êtes-vous en situation de handicap ?",
    "Avez-vous une allergie alimentaire ?",
    "Êtes-vous enceinte ?",
    "Prenez-vous des médicaments ?",
    "Suivez-vous un traitement ?",
    "Avez-vous déjà consommé des drogues ?",
    "Êtes-vous dépendant à l'alcool ? Fumez-vous ?",
    "Dans votre association, souffrez-vous d'une addiction ?",
    "Dans le cadre de la prévention, avez-vous une addiction ?",
    "Handicap",
    "Régime alimentaire",
    "Groupe sanguin",
    "Quelle est votre religion ?",
    "Êtes-vous musulman ou chrétien ?",
    "Vos opinions politiques",
    "Êtes-vous membre d'un parti politique ?",
    "Êtes-vous membre d'un syndicat ?",
    "Votre origine ethnique",
    "Diabète",
    "J'atteste être en bonne santé",
    "هل تعانون من مرض مزمن؟",
    "حالتكم الصحية",
    "الحالة الصحية",
    "هل لديكم إعاقة؟",
    "نوع الإعاقة",
    "هل أنت مدمن؟",
    "إدمان الشخص",
    "هل تتعاطون المخدرات؟",
    "هل تتابعون علاجا؟",
    "هل لديكم حساسية غذائية؟",
    "هل أنت حامل؟",
    "الأدوية التي تتناولونها",
    "ما هي ديانتكم؟",
    "انتماؤكم السياسي",
    "هل أنتم أعضاء في حزب؟",
    "هل تنتمون إلى نقابة؟",
    "انتماؤكم القبلي",
    "صحتكم",
    "مجال عملكم والأمراض التي تعانون منها",
    "الأصل العرقي",
    "فصيلة الدم",
)

FIELDS_OF_WORK = (
    "Association de lutte contre l'addiction",
    "Votre association lutte-t-elle contre l'addiction ?",
    "Domaine d'activité : santé, éducation",
    "Professionnel de santé",
    "Ministère de la Santé et de la Protection sociale",
    "Centre de prévention des toxicomanies",
    "Réseau de santé publique",
    "Quel atelier sur la prévention des drogues vous intéresse ?",
    "Organisation syndicale",
    "association d'aide aux personnes en situation de handicap",
    "Dans quel domaine travaillez-vous : prévention des addictions, droit ?",
    "Représentant d'un parti politique",
    "جمعية للوقاية من المخدرات",
    "جمعية للوقاية من الإدمان",
    "وزارة الصحة والحماية الاجتماعية",
    "مهنيو الصحة",
    "قطاع الصحة",
    "هل تعمل جمعيتكم في مجال الوقاية من الإدمان؟",
    "جمعية تشتغل مع الأشخاص في وضعية إعاقة",
    "محور العلاج والرعاية",
    "مركز علاج الإدمان",
    "ممثل نقابة",
    "مكافحة المخدرات",
)

HARMLESS = (
    "Taille du t-shirt",
    "Le traitement de vos données",
    "J'accepte le traitement de mes données",
    "Ville d'origine",
    "Pays d'origine",
    "Dans l'enceinte du palais",
    "Votre fonction",
    "Médecin",
    "Avocat",
    "Politique de confidentialité",
    "Comment venez-vous à Ifrane ?",
    "Langue préférée : arabe, amazighe, français",
    "Diagnostic territorial",
    "Êtes-vous indépendant ?",
    "Parlez-vous l'amazighe ?",
    "Nombre d'accompagnateurs",
    "كيف ستصلون إلى إفران؟",
    "معالجة المعطيات",
    "حامل المشروع",
    "هل المعلومات صحيحة؟",
    "ممرض",
    "أقدم نفسي",
    "مدينة الأصل",
    "هل تحتاجون إلى الإيواء؟",
    "قياس القميص",
    "سيرتكم الذاتية",
    "نور الدين",
    "محمد المسلم",
    "تحميل الوثيقة",
    "المدينة التي تأتون منها",
    "عدد المرافقين",
    "لغة التواصل",
    "التنظيم والتنسيق",
    "حد أقصى",
    "الدين العام",
    "Autorisez-vous un traitement de vos données ?",
    "Votez pour le meilleur stand",
    "موافقة قبلية",
    "سبق لكم المشاركة؟",
    "البطاقة المهنية",
    "Date de naissance",
    "الجنسية",
)


@pytest.mark.parametrize("text", ABOUT_THE_PERSON)
def test_what_asks_about_the_person_is_refused(text: str) -> None:
    found = examine([text])
    assert found is not None and found.is_refused


@pytest.mark.parametrize("text", FIELDS_OF_WORK)
def test_a_field_of_work_only_has_to_be_confirmed(text: str) -> None:
    found = examine([text])
    assert found is not None and not found.is_refused


@pytest.mark.parametrize("text", HARMLESS)
def test_words_that_only_look_alike_pass(text: str) -> None:
    assert examine([text]) is None


@pytest.mark.parametrize(
    ("label", "options", "is_refused"),
    [
        ("Axe qui vous intéresse", ["Santé", "Droit"], False),
        ("مجال اشتغال الجمعية", ["الصحة", "القانون"], False),
        ("De quoi souffrez-vous ?", ["Diabète"], True),
        ("Votre situation", ["Handicap", "Aucun"], True),
        ("حدد حالتكم", ["مريض", "سليم"], True),
        ("Vous êtes", ["Patient atteint d’une maladie"], True),
        ("Vous êtes", ["Association de lutte contre l’addiction"], False),
    ],
)
def test_choices_are_read_with_the_question_above_them(
    label: str, options: list[str], is_refused: bool
) -> None:
    locale = "ar" if label[0] > "\u0600" else "fr"
    found = of_question({locale: label}, {}, [{locale: one} for one in options])
    assert found is not None and found.is_refused is is_refused


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Votre état de santé", Kind.HEALTH),
        ("ما هي ديانتكم؟", Kind.RELIGION),
        ("Vos opinions politiques", Kind.POLITICS),
        ("هل تنتمون إلى نقابة؟", Kind.UNION),
        ("Votre origine ethnique", Kind.ORIGIN),
    ],
)
def test_the_reason_is_the_kind_of_data(text: str, kind: Kind) -> None:
    found = examine([text])
    assert found is not None and found.kind is kind


def test_one_language_that_asks_is_enough_to_refuse() -> None:
    found = of_question({"fr": "Votre ville", "ar": "هل لديكم إعاقة؟"}, {}, [])
    assert found is not None and found.is_refused


def test_a_hint_is_read_as_the_question_is() -> None:
    found = of_question({"fr": "Remarque"}, {"fr": "Par exemple vos allergies"}, [])
    assert found is not None and found.is_refused


@pytest.mark.parametrize(
    "text",
    [
        "Numéro de CIN",
        "N° C.I.N.",
        "CNIE",
        "Votre fonction et votre CIN",
        "Numéro de la carte d’identité",
        "Carte nationale d'identité",
        "Numéro de passeport",
        "Copie de votre pièce d'identité",
        "رقم البطاقة الوطنية",
        "رقم بطاقتكم الوطنية",
        "بطاقة التعريف الوطنية الإلكترونية",
        "رقم جواز السفر",
        "رقم CIN",
    ],
)
def test_the_number_of_an_identity_document_is_refused_wherever_it_stands(text: str) -> None:
    found = examine([text])
    assert found is not None and (found.kind, found.is_refused) == (Kind.IDENTITY, True)


@pytest.mark.parametrize(
    "text",
    [
        "Cinéma",
        "Service des passeports",
        "Carte de visite",
        "Carte professionnelle",
        "Identité visuelle",
        "البطاقة المهنية",
        "بطاقة الدعوة",
        "هوية بصرية",
        "الهوية الوطنية والثقافة",
        "Cinq ateliers",
    ],
)
def test_what_only_looks_like_an_identity_document_passes(text: str) -> None:
    assert examine([text]) is None
