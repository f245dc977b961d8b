#pragma once

#include "base/jsontext.h"
#include "base/time.h"
#include "chirpstack/leftout.h"
#include "chirpstack/rawevent.h"
#include "domain/deveui.h"

#include <QMap>

#include <optional>
#include <string_view>

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

namespace parking::chirpstack {

/// What is wrong with a message: its text is no JSON, or a field has a wrong type or value. Of
/// each the first one counts; reading goes on after a wrong field. What the message can do without
/// is left out instead.
struct JsonProblem {
    QString broken; ///< empty: whole and correct so far
    QString field;
    QString what;
    LeftOut leftOut;

    void note(const QString &path, const QString &problem)
    {
        if (!field.isEmpty())
            return;
        field = path;
        what = problem;
    }
};

/// A member of a JSON object or an element of an array. It is read at most once, by the one
/// function that says what it must be; null and a value that is wrong give the default (proto3).
///
/// Nothing is passed over unseen: what nobody asks for is checked to be JSON, as deep as
/// kMaxDepth.
class JsonField {
public:
    static constexpr int kMaxDepth = kMaxEventDepth;
    using Value = simdjson::ondemand::value;

    /// The members of a whole message, as they come.
    template <class Visit>
    static void membersOf(simdjson::ondemand::object object, JsonProblem &problem, Visit visit)
    {
        JsonField root(nullptr, {}, {}, problem);
        root.visitMembers(object, visit);
    }

    std::string_view name() const { return m_name; }

    /// The message can do without this member and all that is in it: what is wrong is left out.
    JsonField &spare();
    /// How much of the message has been left out so far.
    int leftOut() const { return m_problem.leftOut.count(); }

    bool isNull(); ///< otherwise it can be read still
    QString text();
    QString label(); ///< a text that people chose, fit for every database
    /// The text as it stands in the message, valid as long as that is read.
    std::string_view view();
    bool flag();
    double number();
    /// A whole number in [low, high]; JSON 12.0 is one.
    qint64 integer(qint64 low, qint64 high);
    QByteArray bytes(); ///< base64
    domain::DevEui eui();
    std::optional<UtcTime> time(); ///< RFC 3339
    std::optional<JsonText> object(); ///< as sent, but for U+0000
    /// The members of an object that are labels; the others are left out, spare or not.
    QMap<QString, QString> labels();
    void skip();

    /// Must be an object: unlike elsewhere, null is wrong. False when it is none.
    template <class Visit>
    bool members(Visit visit)
    {
        simdjson::ondemand::object object;
        if (!begin(object))
            return false;
        visitMembers(object, visit);
        return true;
    }

    /// Must be an array, or null. The elements must be read as objects.
    template <class Visit>
    void elements(Visit visit)
    {
        simdjson::ondemand::array array;
        if (!begin(array))
            return;
        for (simdjson::simdjson_result<Value> element : array) {
            Value value;
            if (!taken(std::move(element).get(value)))
                return;
            visit(JsonField(this, {}, value, m_problem));
            if (!m_problem.broken.isEmpty())
                return;
        }
    }

private:
    using Type = simdjson::ondemand::json_type;

    JsonField(const JsonField *parent, std::string_view name, Value value, JsonProblem &problem)
        : m_parent(parent), m_name(name), m_isSpare(parent && parent->m_isSpare), m_value(value),
          m_problem(problem)
    {
    }

    template <class Visit>
    void visitMembers(simdjson::ondemand::object &object, Visit &visit)
    {
        for (simdjson::simdjson_result<simdjson::ondemand::field> member : object) {
            simdjson::ondemand::field field;
            std::string_view name;
            if (!taken(std::move(member).get(field)) || !taken(field.unescaped_key().get(name)))
                return;
            visit(JsonField(this, name, field.value(), m_problem));
            if (!m_problem.broken.isEmpty())
                return;
        }
    }

    bool is(Type type, const QString &otherwise);
    bool begin(simdjson::ondemand::object &object);
    bool begin(simdjson::ondemand::array &array);
    bool taken(simdjson::error_code code);
    void fail(const QString &what);
    void check(Value value, int depth);
    void checkMembers(Value &value, int depth);
    void checkElements(Value &value, int depth);
    int depth() const;
    QString path() const;

    const JsonField *m_parent; ///< null: the message itself
    std::string_view m_name; ///< empty: an element of an array
    bool m_isSpare;
    Value m_value;
    JsonProblem &m_problem;
};

} // namespace parking::chirpstack
