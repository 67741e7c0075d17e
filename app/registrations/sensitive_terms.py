"""The words by which a question is seen to ask for what law 09-08 calls sensitive (page 3, §2.5), or for the
number of an identity document, which the rules alone ask for, under an authorisation.

All are written as `platform.text.fold` leaves them. A term of several words is a phrase; one that ends in `*`
is the beginning of a word.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What would be asked for."""

    HEALTH = "health"
    RELIGION = "religion"
    POLITICS = "politics"
    UNION = "union"
    ORIGIN = "origin"
    IDENTITY = "identity"


def _terms(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in text.strip().splitlines() for line in line.split(","))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TERMS: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.HEALTH: _terms(
        """
        sante, maladie, maladies, malade, malades, maladif*, handicap*, invalidite, invalide, invalides
        addict*, toxicoman*, toxicodepend*, dependance, dependances, desintox*, sevrage, overdose, droguez
        drogue, drogues, droguee, droguees, stupefiant*, psychotrope*, alcool*, tabac*, tabag*, fumez
        fumeur*, fumeuse*
        cannabis, cocaine, heroine, kif, grossesse*, allerg*, medicament*, pathologi*, symptom*, vaccin*
        hospitalis*, autis*, trisom*, malvoyant*, malentendant*, aveugle, aveugles, sourd, sourde, sourds
        sourdes, muet, muets, muette, deficience*, deficient*, depression, depressif*, depressive*, diabet*
        cancer*, epilep*, asthm*, vih, sida, seropositi*, hepatite*, tubercul*, covid*, psychose*, schizo*
        genetique*, adn, handicape*, blesse, blessure*, enceintes, infirmite, infirme, infirmes
        etat sanitaire, passe sanitaire, groupe sanguin, mobilite reduite, besoins specifiques de sante
        traitement medical, traitements medicaux, sous traitement, suivi medical, dossier medical
        suivez vous un traitement, prenez vous un traitement, avez vous un traitement, traitement en cours
        recevez vous un traitement, suivi un traitement, suivez un traitement
        antecedents medicaux, antecedent medical, certificat medical, etat physique, etat mental
        etat psychique
        troubles psych*, trouble psych*, suivi psych*, regime alimentaire, fauteuil roulant
        etes vous enceinte, femme enceinte, femmes enceintes, es tu enceinte, etes enceinte
        صحه, صحي, صحيه, صحيا, مرض, امراض, مريض, مريضه, مرضي, مرضيه, اعاقه, اعاقات, معاق, معاقه, معاقين, معاقون
        ادمان, ادماني, ادمانيه, مدمن, مدمنه, مدمنين, مدمنون, مدمنات, مخدر, مخدرات, مخدره, تعاطي, متعاطي
        متعاطين
        يتعاطي, تتعاطي, تتعاطون, تتعاطين, كحول, خمر, تدخين, مدخن, مدخنه, مدخنين, تدخن, تدخنون, تدخنين, حشيش
        علاج, علاجات, علاجي, علاجيه, حمل حالي, حوامل, حبلي, حساسيه, حساسيات, ادويه, دوا, سكري, سرطان, صرع, ربو
        السيدا, التهاب الكبد, السل, كوفيد, كورونا, تلقيح, لقاح, لقاحات, ملقح, ملقحه, توحد, اكتئاب, مكتئب, كفيف
        مكفوف, مكفوفه, مكفوفين, ضرير, اصم, صما, ابكم, مقعد متحرك, كرسي متحرك, قصور كلوي, سوابق مرضيه
        فصيله الدم, زمره الدم, فصيله دمكم, احتياجات خاصه, احتياجات الخاصه, حاله نفسيه, حالتكم نفسيه
        اضطراب نفسي, اضطرابات نفسيه, وراثي, وراثيه, جينات, جينيه, انت حامل, امراه حامل, انتن حوامل, نظام غذايي
        """
    ),
    Kind.RELIGION: _terms(
        """
        religi*, confession, confessions, confessionnel*, croyance, croyances, croyant*, pratiquant*
        musulman*
        chretien*, juif, juifs, juive, juives, catholique*, protestant*, athee*, convictions philosophiques
        ديانه, ديانات, ديني, دينيه, معتقد, معتقدات, عقيده, مذهب, طايفه, دينكم, دينك, انت مسلم, انتم مسلمون
        مسيحي, مسيحيه, يهودي, يهوديه, ملحد, متدين, متدينه, ماهو دين, ما دين
        """
    ),
    Kind.POLITICS: _terms(
        """
        opinion politique, opinions politiques, parti politique, partis politiques, conviction politique
        convictions politiques, appartenance politique, appartenances politiques, affiliation politique
        orientation politique, sensibilite politique, couleur politique, bord politique, partisane, votez vous
        avez vous vote, avez vote, quel parti, votre parti, un parti
        انتما سياسي, انتما حزبي, انتماو سياسي, انتماي سياسي, راي سياسي, ارا سياسيه, اراو سياسيه, اراي سياسيه
        توجه سياسي, توجهات سياسيه, ميول سياسيه, ميولات سياسيه
        حزب, حزبي, حزبيه, احزاب, صوتتم, تصوتون, ستصوتون
        """
    ),
    Kind.UNION: _terms("syndicat*, syndical*, syndique*, نقابه, نقابات, نقابي, نقابيه, نقابيون, نقابيين"),
    Kind.ORIGIN: _terms(
        """
        ethni*, race, races, racial*, raciaux, couleur de peau, tribu, tribus, tribal*, origine amazigh*
        origine berbere*, origine arabe*, origine sahraoui*, origine africaine*, etes vous amazigh*
        etes vous arabe*, etes vous berbere*
        عرق, عرقي, عرقيه, اعراق, اثني, اثنيه, اثنيات, قبيله, قبايل, انتما قبلي, انتماو قبلي, انتماي قبلي
        لون بشره
        اصول عرقيه, اصول امازيغيه, اصول عربيه, اصول افريقيه
        """
    ),
    # In the singular: a service of passports is where somebody works.
    Kind.IDENTITY: _terms(
        """
        cin, cnie, lacin, carte identite, carte d identite, carte nationale d identite, votre carte nationale
        numero de carte nationale, numero de la carte nationale, carte nationale electronique
        numero d identite, piece d identite, document d identite, titre d identite, passeport, titre de sejour
        carte de sejour, identity card, id card, passport
        بطاقه وطنيه, بطاقه تعريف, بطاقه هويه, رقم تعريف وطني, رقم هويه, وثيقه هويه, وثيقه تعريف, لاكارط
        جواز سفر, رقم جواز, بطاقه اقامه
        """
    ),
}

# Nouns that name a field of work, an institution or an activity: what follows them is their subject.
FIELDS: tuple[str, ...] = _words(
    """
    association* organisation* organisme* ong reseau* federation* fondation* centre centres
    structure* service services secteur* domaine* champ champs theme* thematique* axe axes
    programme* projet* lutte luttes lutter prevention* prevenir sensibilis* recherche* formation*
    metier* ministere* delegation* direction* departement* professionnel* personnel personnels cadre
    cadres politiques politique campagne* atelier* seance* conference* sujet* colloque* expert*
    expertise specialite* specialiste* profession* activite* interesse interessent interet*
    accompagn* reinsertion insertion inserer droit droits acteur* representant* etablissement*
    institut* faculte* hopital* clinique* societe fonction* collectif* ligue* observatoire*
    plaidoyer reduction assurance caisse mutuelle journaliste* ecole* discipline* filiere* mission*
    communication جمعيه جمعيات منظمه منظمات شبكه شبكات فيدراليه موسسه موسسات مركز مراكز بنيه بنيات
    مصلحه مصالح قطاع قطاعات مجال مجالات ميدان ميادين محور محاور موضوع مواضيع برنامج برامج مشروع
    مشاريع مكافحه محاربه وقايه الوقايه تحسيس توعيه بحث بحوث ابحاث تكوين مهنه مهن وزاره مندوبيه
    مديريه مهنيو مهنيون مهنيي مهنيين اطر اطار سياسات حمله حملات ورشه ورشات جلسه جلسات ندوه ندوات
    خبير خبرا خبره تخصص تخصصات اختصاص اهتمام اهتمامات نشاط انشطه مواكبه ادماج اندماج حقوق حق فاعل
    فاعلون فاعلين ممثل ممثلو ممثلي كليه معهد مستشفي مصحه رابطه مرصد مرافعه تقليص صندوق تعاضديه صحافي
    مدرسه هييه هييات وظيفه صفه عمل العمل اشتغال تدخل مهام بعثه تواصل حد
    """
)

# Words that turn a sentence to the person who answers.
PERSONAL: frozenset[str] = frozenset(
    _words(
        """
        vous votre vos tu ton ta tes avez as etes es souffrez souffrir souffre souffrant prenez suivez
        consommez portez presentez personnellement participant participante atteint atteinte atteints هل
        انت انتم انتن لديكم لديك عندكم عندك لكم تعانون تعاني تعانين تتناولون تتناول تتابعون تتابع تخضعون
        تخضع اصبتم اصبت مصاب مصابون مصابه سبق شخصيا مشارك مشاركه حالتكم حالتك وضعكم وضعيتكم وضعك
        """
    )
)
# The same where they stand after the word: what «the diseases you suffer from» says.
SUFFERING: frozenset[str] = frozenset(
    _words(
        """
        souffrez souffrir souffre souffrant atteint atteinte atteints تعانون تعاني تعانين تعانونها
        تعانيها اصبتم اصبت مصاب مصابه مصابون لديكم لديك عندكم عندك
        """
    )
)
