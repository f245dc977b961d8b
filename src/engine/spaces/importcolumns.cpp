#include "engine/spaces/importcolumns.h"

#include "base/literals.h"

#include <QHash>
#include <QStringList>

namespace parking::engine {

namespace {

struct Names {
    const char *column;
    const char *names; ///< lower case, without marks, blanks and signs
};

// English, German, French, Spanish, Italian, Portuguese, Dutch, Polish. A word that means two
// things ("Breite", or "height", which is the clearance of a car park) is in none.
constexpr Names kNames[] = {
    {"code",
     "code spacecode spaceid space platz platznummer platznr stellplatz stellplatznummer "
     "stellplatznr parkplatz bucht codigo codice place emplacement plaza posto vaga lugar plek "
     "plaats kod miejsce"},
    {"name", "name label title bezeichnung titel nom libelle nombre nome naam nazwa etiqueta"},
    {"building",
     "building house gebaude gebaeude haus batiment immeuble edificio predio gebouw budynek"},
    {"floor",
     "floor level storey story ebene etage stock stockwerk geschoss geschoß niveau planta piso "
     "nivel piano livello andar verdieping pietro poziom"},
    {"zone", "zone area section sector bereich abschnitt secteur zona sezione setor sectie strefa"},
    {"sensor_eui",
     "sensoreui sensor sensordeveui sensorid deveui eui sensoreuiid capteur sensore czujnik "
     "deteccao detecteur"},
    {"display_eui",
     "displayeui display lamp lampeui lampid light lighteui lampe lampeeui anzeige anzeigeeui "
     "leuchte afficheur lumiere lampara luz lampada lampje lampka"},
    {"latitude", "latitude lat breitengrad latitud latitudine breedtegraad szerokosc"},
    {"longitude",
     "longitude lon lng long langengrad laengengrad longitud longitudine lengtegraad "
     "dlugosc"},
    {"features",
     "features feature equipment merkmal merkmale ausstattung eigenschaften caracteristiques "
     "equipement equipements caracteristicas equipamiento caratteristiche dotazioni kenmerken "
     "cechy wyposazenie"},
    {"x", "x posx xm"},
    {"y", "y posy ym"},
    {"w", "w"},
    {"h", "h"},
    {"rotation", "rotation angle drehung winkel rotacion rotazione rotatie obrot"},
};

/// Of the code, where nothing else is it.
constexpr char kPerhapsCodes[] = "id number no nr nummer numero numer";

/// "Étage n° 2" and "etage_n2" are written alike.
QString plain(const QString &name)
{
    QString text;
    const QString apart = name.normalized(QString::NormalizationForm_KD).toLower();
    for (const QChar c : apart) {
        if (c == u'ł')
            text += u'l';
        else if (c == u'ß')
            text += u"ss"_s;
        else if (c.isLetterOrNumber())
            text += c;
    }
    return text;
}

QStringList split(const char *names)
{
    return QString::fromUtf8(names).split(u' ', Qt::SkipEmptyParts);
}

QHash<QString, NamedColumn> dictionary()
{
    QHash<QString, NamedColumn> words;
    for (const Names &names : kNames) {
        const QString column = QLatin1StringView(names.column);
        for (const QString &word : split(names.names))
            words.insert(plain(word), {column, NameMeans::Likely});
        words.insert(plain(column), {column, NameMeans::Exactly});
    }
    for (const QString &word : split(kPerhapsCodes))
        words.insert(plain(word), {u"code"_s, NameMeans::Perhaps});
    return words;
}

} // namespace

NamedColumn columnNamed(const QString &name)
{
    static const QHash<QString, NamedColumn> words = dictionary();
    return words.value(plain(name));
}

} // namespace parking::engine
