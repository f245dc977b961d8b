#include "map/safesvg.h"

#include "base/literals.h"
#include "map/floorpicture.h"

#include <QHash>
#include <QSet>
#include <QXmlStreamReader>
#include <QXmlStreamWriter>

#include <algorithm>
#include <unordered_map>

namespace parking::ui {

namespace {

constexpr int kDeepest = 128; // QtSvg draws by recursion
constexpr qint64 kMostElements = 500'000;

/// What one element with an id costs to draw, without what it uses.
struct Cost {
    qint64 elements = 0;
    QStringList uses;
};

/// The part of a name behind its prefix: drawings bind prefixes as they like.
QStringView localName(QStringView qualified)
{
    return qualified.mid(qualified.lastIndexOf(u':') + 1);
}

/// Scripts are never run, animations would need a timer; a drawing stands still here.
bool isLeftOut(QStringView element)
{
    static const QSet<QString> names = {
        u"script"_s, u"foreignObject"_s, u"animate"_s,          u"animateColor"_s,
        u"set"_s,    u"animateMotion"_s, u"animateTransform"_s, u"discard"_s};
    return names.contains(element.toString());
}

/// The declared type is not believed: Qt looks at the content too, and an SVG within would open
/// files again.
bool holdsPixels(QStringView data)
{
    const qsizetype comma = data.indexOf(u',');
    if (comma < 0 || !data.left(comma).contains(u"base64"))
        return false;
    const QByteArray head = QByteArray::fromBase64(data.mid(comma + 1, 64).toLatin1());
    return head.startsWith("\x89PNG\r\n\x1a\n") || head.startsWith("\xff\xd8\xff");
}

bool isWithin(QStringView reference)
{
    const QStringView trimmed = reference.trimmed();
    return trimmed.startsWith(u'#')
        || (trimmed.startsWith(u"data:", Qt::CaseInsensitive) && holdsPixels(trimmed));
}

/// Copies the drawing without what is not within it, and counts what it costs.
class Cleaner {
public:
    explicit Cleaner(const QByteArray &bytes) : m_reader(bytes), m_writer(&m_clean)
    {
        m_reader.setNamespaceProcessing(false); // prefixes pass as they are
    }

    Result<QByteArray> run()
    {
        m_open.append(&m_costs[QString()]); // the drawing as a whole
        while (!m_reader.atEnd()) {
            if (const Result<> step = take(m_reader.readNext()); !step)
                return step.error();
        }
        if (m_reader.hasError() || !m_hasDrawing)
            return badPicture(damaged());
        bool turns = false;
        QSet<QString> entered;
        if (costOf(QString(), entered, turns) > kMostElements || turns)
            return badPicture(tooComplex());
        return m_clean;
    }

private:
    static const char *damaged()
    {
        return QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                 "The drawing is damaged and cannot be read.");
    }
    static const char *tooComplex()
    {
        return QT_TRANSLATE_NOOP("parking::ui::FloorPicture",
                                 "The drawing is too complex. Make it simpler, or a PNG of it.");
    }

    Result<> take(QXmlStreamReader::TokenType token)
    {
        switch (token) {
        case QXmlStreamReader::StartElement:
            return start();
        case QXmlStreamReader::EndElement:
            m_open.removeLast();
            m_writer.writeEndElement();
            return {};
        case QXmlStreamReader::Characters:
            m_writer.writeCharacters(m_reader.text().toString());
            return {};
        default: // comments, DTD, and instructions: xml-stylesheet names files
            return {};
        }
    }

    Result<> start()
    {
        const QXmlStreamAttributes attributes = m_reader.attributes();
        const auto reference =
            std::find_if(attributes.cbegin(), attributes.cend(), [](const QXmlStreamAttribute &a) {
                return localName(a.qualifiedName()).compare(u"href", Qt::CaseInsensitive) == 0;
            });
        const bool refers = reference != attributes.cend();
        const QStringView name = localName(m_reader.qualifiedName());
        m_hasDrawing = m_hasDrawing || name == u"svg";
        if (isLeftOut(name) || (name == u"image" && !(refers && isWithin(reference->value())))) {
            m_reader.skipCurrentElement();
            return {};
        }
        if (m_open.size() > kDeepest)
            return badPicture(tooComplex());
        count(attributes,
              name == u"use" && refers ? reference->value().trimmed().mid(1) : QStringView());
        m_writer.writeStartElement(m_reader.qualifiedName().toString());
        for (const QXmlStreamAttribute &a : attributes) {
            const bool points =
                localName(a.qualifiedName()).compare(u"href", Qt::CaseInsensitive) == 0;
            if (!points || isWithin(a.value()))
                m_writer.writeAttribute(a.qualifiedName().toString(), a.value().toString());
        }
        return {};
    }

    /// The new element counts for every one that it lies in and that can be used.
    void count(const QXmlStreamAttributes &attributes, QStringView used)
    {
        const QStringView id = attributes.value("id"_L1);
        m_open.append(id.isEmpty() ? nullptr : &m_costs[id.toString()]);
        for (Cost *cost : std::as_const(m_open)) {
            if (!cost)
                continue;
            ++cost->elements;
            if (!used.isEmpty())
                cost->uses.append(used.toString());
        }
    }

    /// Cut at the bound; `turns` when something uses itself, however far round, or others through
    /// too many others.
    qint64 costOf(const QString &id, QSet<QString> &entered, bool &turns)
    {
        if (const auto known = m_totals.constFind(id); known != m_totals.cend())
            return *known;
        if (entered.contains(id) || entered.size() > kDeepest) {
            turns = true;
            return 0;
        }
        entered.insert(id);
        const auto cost = m_costs.find(id);
        qint64 total = cost == m_costs.end() ? 0 : cost->second.elements;
        if (cost != m_costs.end()) {
            for (const QString &used : std::as_const(cost->second.uses)) {
                total = std::min(total + costOf(used, entered, turns), kMostElements + 1);
                if (turns)
                    break;
            }
        }
        entered.remove(id);
        m_totals.insert(id, total);
        return total;
    }

    QXmlStreamReader m_reader;
    QByteArray m_clean;
    QXmlStreamWriter m_writer;
    std::unordered_map<QString, Cost> m_costs; ///< by id; its values stay where they are
    QList<Cost *> m_open; ///< of the elements around; null for those without an id
    QHash<QString, qint64> m_totals;
    bool m_hasDrawing = false;
};

} // namespace

Result<QByteArray> safeSvg(const QByteArray &bytes)
{
    return Cleaner(bytes).run();
}

} // namespace parking::ui
