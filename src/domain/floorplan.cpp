#include "domain/floorplan.h"

#include "base/literals.h"
#include "domain/errors.h"

#include <QJsonArray>

namespace parking::domain {

namespace {

QJsonArray toJson(const QRectF &rect)
{
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

QJsonArray toJson(const QPointF &point)
{
    return {point.x(), point.y()};
}

/// Reads members and remembers the first that has the wrong type.
class Reader {
public:
    explicit Reader(const QJsonObject &object) : m_object(object) { }

    double number(const char *name, double fallback)
    {
        const QJsonValue value = take(name);
        return value.isUndefined() ? fallback : checked(name, value.isDouble(), value.toDouble());
    }
    bool flag(const char *name, bool fallback)
    {
        const QJsonValue value = take(name);
        return value.isUndefined() ? fallback : checked(name, value.isBool(), value.toBool());
    }
    QString text(const char *name)
    {
        const QJsonValue value = take(name);
        return value.isUndefined() ? QString() : checked(name, value.isString(), value.toString());
    }
    QRectF rect(const char *name)
    {
        const QList<double> v = numbers(name, 4);
        return v.isEmpty() ? QRectF() : QRectF(v[0], v[1], v[2], v[3]);
    }
    QPointF point(const char *name)
    {
        const QList<double> v = numbers(name, 2);
        return v.isEmpty() ? QPointF() : QPointF(v[0], v[1]);
    }
    const QString &wrong() const { return m_wrong; }

private:
    QJsonValue take(const char *name) const { return m_object.value(QLatin1StringView(name)); }

    template <class T>
    T checked(const char *name, bool right, T value)
    {
        if (!right && m_wrong.isEmpty())
            m_wrong = QString::fromLatin1(name);
        return value;
    }

    QList<double> numbers(const char *name, int count)
    {
        const QJsonArray array = take(name).toArray();
        QList<double> values;
        for (const QJsonValue &value : array) {
            if (value.isDouble())
                values.append(value.toDouble());
        }
        const bool right = values.size() == count && array.size() == count;
        return checked(name, right, right ? values : QList<double>());
    }

    QJsonObject m_object;
    QString m_wrong;
};

template <class T, class Read>
QString readList(const QJsonObject &json, const char *name, QList<T> &target, Read read)
{
    const QJsonValue value = json.value(QLatin1StringView(name));
    if (value.isUndefined())
        return {};
    if (!value.isArray())
        return QString::fromLatin1(name);
    const QJsonArray array = value.toArray();
    for (const QJsonValue &entry : array) {
        Reader reader(entry.toObject());
        target.append(read(reader));
        if (!entry.isObject())
            return QString::fromLatin1(name);
        if (!reader.wrong().isEmpty())
            return u"%1.%2"_s.arg(QLatin1StringView(name), reader.wrong());
    }
    return {};
}

template <class T, class Write>
QJsonArray writeList(const QList<T> &list, Write write)
{
    QJsonArray array;
    for (const T &entry : list)
        array.append(write(entry));
    return array;
}

} // namespace

QJsonObject FloorPlan::toJson() const
{
    QJsonObject json;
    json[u"lanes"] = writeList(lanes, [](const Lane &l) {
        return QJsonObject{{u"area"_s, domain::toJson(l.area)},
                           {u"direction"_s, l.direction},
                           {u"arrows"_s, l.arrows}};
    });
    json[u"ramps"] = writeList(ramps, [](const Ramp &r) {
        return QJsonObject{{u"area"_s, domain::toJson(r.area)},
                           {u"destination"_s, r.destination},
                           {u"up"_s, r.up}};
    });
    json[u"cores"] = writeList(cores, [](const Core &c) {
        return QJsonObject{{u"area"_s, domain::toJson(c.area)},
                           {u"name"_s, c.name},
                           {u"lift"_s, c.lift},
                           {u"stairs"_s, c.stairs}};
    });
    json[u"pillars"] = writeList(pillars, [](const Pillar &p) {
        return QJsonObject{{u"centre"_s, domain::toJson(p.centre)}, {u"size"_s, p.size}};
    });
    json[u"zones"] = writeList(zones, [](const ZoneLabel &z) {
        return QJsonObject{{u"zone"_s, z.zone}, {u"position"_s, domain::toJson(z.position)}};
    });
    json[u"notes"] = writeList(notes, [](const Note &n) {
        return QJsonObject{
            {u"position"_s, domain::toJson(n.position)}, {u"text"_s, n.text}, {u"icon"_s, n.icon}};
    });
    if (backdrop != Backdrop())
        json[u"backdrop"] = QJsonObject{{u"area"_s, domain::toJson(backdrop.area)},
                                        {u"opacity"_s, backdrop.opacity}};
    return json;
}

Result<FloorPlan> FloorPlan::fromJson(const QJsonObject &json)
{
    FloorPlan plan;
    QStringList wrong = {
        readList(json, "lanes", plan.lanes,
                 [](Reader &r) {
                     return Lane{r.rect("area"), r.number("direction", 0), r.flag("arrows", true)};
                 }),
        readList(json, "ramps", plan.ramps,
                 [](Reader &r) {
                     return Ramp{r.rect("area"), r.text("destination"), r.flag("up", true)};
                 }),
        readList(json, "cores", plan.cores,
                 [](Reader &r) {
                     return Core{r.rect("area"), r.text("name"), r.flag("lift", true),
                                 r.flag("stairs", true)};
                 }),
        readList(json, "pillars", plan.pillars,
                 [](Reader &r) {
                     return Pillar{r.point("centre"), r.number("size", 0.6)};
                 }),
        readList(json, "zones", plan.zones,
                 [](Reader &r) {
                     return ZoneLabel{r.text("zone"), r.point("position")};
                 }),
        readList(json, "notes", plan.notes, [](Reader &r) {
            return Note{r.point("position"), r.text("text"), r.text("icon")};
        })};
    if (const QJsonValue under = json.value(u"backdrop"); !under.isUndefined()) {
        Reader reader(under.toObject());
        plan.backdrop = {reader.rect("area"), reader.number("opacity", 1)};
        if (!under.isObject())
            wrong.append(u"backdrop"_s);
        else if (!reader.wrong().isEmpty())
            wrong.append(u"backdrop."_s + reader.wrong());
    }
    for (const QString &field : std::as_const(wrong)) {
        if (!field.isEmpty())
            return errors::validation(u"plan.%1"_s.arg(field), u"wrong type"_s);
    }
    return plan;
}

} // namespace parking::domain
